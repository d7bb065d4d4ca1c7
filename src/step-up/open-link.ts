import { type Selectable, sql } from 'kysely';
import { caseCode } from '../cases/view.ts';
import type { Context } from '../context.ts';
import type { StepUpLinksTable } from '../db/step-up-tables.ts';
import { Conflict, NotFound } from '../errors.ts';
import { differences } from '../response/digest.ts';
import { type LoadedStep, loadStep } from '../response/load-step.ts';
import { StepPlan } from '../response/plan.ts';
import { tellDecision } from '../response/tell-decision.ts';
import { personBySlack } from './person.ts';
import { sha256Of } from './token.ts';

type LinkRow = Selectable<StepUpLinksTable>;

/** A private link that may still be confirmed, with what it is about. */
export interface OpenLink extends Omit<LinkRow, 'plan'> {
  step: LoadedStep;
  caseCode: string;
  /** Who else has answered, and what. */
  others: { name: string; choice: string; at: Date }[];
}

/** Reads what a link leads to, or throws the sentence that says why it leads nowhere any more. Changes nothing. */
export async function openLink(ctx: Context, token: string): Promise<OpenLink> {
  const found = await ctx.db
    .selectFrom('step_up_links')
    .selectAll()
    .select(sql<boolean>`expires_at <= now()`.as('late'))
    .where('token_sha256', '=', sha256Of(token))
    .executeTakeFirst();
  if (!found || personBySlack(ctx, found.slack_user)?.email !== found.person) throw unknownLink();
  const { late, plan, ...link } = found;
  if (link.used_at) throw usedLink();
  if (late)
    throw new Conflict(
      'expired-link',
      'This link is older than 10 minutes. Nothing was counted. Open the step in Slack again; it makes a new one.',
    );
  const step = await loadStep(ctx, link.step_id);
  if (step.state !== 'waiting') {
    const told = await ctx.db.transaction().execute((tx) => tellDecision(tx, step.id));
    throw new Conflict('already-decided', `${told} Nothing more was counted.`);
  }
  if (step.digest !== link.digest) throw changedPlan(StepPlan.parse(plan), step);
  const others = await ctx.db
    .selectFrom('approvals')
    .select(['name', 'choice', 'at'])
    .where('step_id', '=', step.id)
    .where('digest', '=', link.digest)
    .where('voided_at', 'is', null)
    .orderBy('at')
    .execute();
  return { ...link, step, caseCode: caseCode(step.case_id), others };
}

export const unknownLink = (): NotFound =>
  new NotFound(
    'unknown-link',
    'This link leads nowhere: it was replaced by a newer one, or it never was one. Open the step in Slack again.',
  );

export const usedLink = (): Conflict =>
  new Conflict(
    'used-link',
    'This link was used already; it works once. What was answered with it stands on the card in Slack.',
  );

/** What the person was asked about is no longer what would be done. */
function changedPlan(asked: StepPlan, now: LoadedStep): Conflict {
  const changed = differences(asked.bound, now.plan.bound);
  const what = changed.length > 0 ? changed.join('; ') : 'the target or the people whose yes it takes';
  return new Conflict(
    'out-of-date',
    `The plan changed after you opened it, so nothing was counted. Changed: ${what}. The new card in Slack has the plan as it is now.`,
  );
}
