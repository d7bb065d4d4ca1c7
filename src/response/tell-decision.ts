import type { Tx } from '../journal/record-change.ts';

const WORDS: Readonly<Record<string, string>> = {
  approved: 'was approved and is about to run',
  running: 'is running',
  claimed: 'was done and is being checked',
  contained: 'was done and checked',
  slipped: 'was done, but the check found it is not fully so',
  failed: 'was tried and refused by the vendor',
  undoing: 'is being undone',
  undone: 'was done and taken back',
  declined: 'was declined',
  expired: 'expired without an answer',
  decided: 'was decided',
  voided: 'is no longer needed',
  blocked: 'cannot be decided now',
  preparing: 'is being prepared',
};

/** The polite answer to everybody who came second: who decided what, and when. */
export async function tellDecision(tx: Tx, stepId: string): Promise<string> {
  const step = await tx
    .selectFrom('steps')
    .select(['state', 'title'])
    .where('id', '=', stepId)
    .executeTakeFirstOrThrow();
  const last = await tx
    .selectFrom('approvals')
    .select(['name', 'choice', 'reason', 'at'])
    .where('step_id', '=', stepId)
    .where('voided_at', 'is', null)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  const state = WORDS[step.state] ?? 'was decided';
  if (!last) return `Already decided: this step ${state}.`;
  const unix = Math.floor(last.at.getTime() / 1000);
  const when = `<!date^${unix}^{time}|${last.at.toISOString().slice(11, 16)} UTC>`;
  const verb = last.choice === 'decline' ? 'declined it' : last.choice === 'approve' ? 'said yes' : 'decided';
  return `Already decided: ${last.name} ${verb} at ${when}. The step ${state}.`;
}
