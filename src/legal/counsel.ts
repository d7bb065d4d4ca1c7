import { loadCaseHead } from '../cases/head.ts';
import { caseCode } from '../cases/view.ts';
import type { Context } from '../context.ts';
import { Conflict, InvalidInput } from '../errors.ts';
import type { Actor } from '../journal/actor.ts';
import { authorise, type Voter } from '../response/authority.ts';
import { loadConcerned } from '../response/load-concerned.ts';

/** What every act of legal needs: on which case, whose word it is, and why. */
export interface LegalAct {
  caseId: number;
  /** The Slack account of the person in legal whose word it is. */
  slackUser: string;
  reason: string;
  /** Who typed it, where that is not the person in Slack. */
  via?: Actor;
}

export interface Counsel extends Voter {
  reason: string;
  actor: Actor;
  concerned: readonly string[];
}

const LONGEST_REASON = 500;

/** Somebody in legal who is not concerned by the case, asked anew; else the sentence they read. */
export async function asCounsel(ctx: Context, { caseId, slackUser, reason, via }: LegalAct): Promise<Counsel> {
  const said = reason.trim().slice(0, LONGEST_REASON);
  const { merged_into } = await loadCaseHead(ctx, caseId);
  const concerned = await loadConcerned(ctx, caseId);
  const voter = await authorise(ctx, { slackUser, role: 'legal', concerned, fresh: true });
  if (said === '') throw new InvalidInput('no-reason', 'Please say why in a few words; it goes into the record.');
  if (merged_into !== null)
    throw new Conflict(
      'merged',
      `${caseCode(caseId)} is part of ${caseCode(merged_into)} now. Put it on record there.`,
    );
  const own = { kind: 'slack-user' as const, team: ctx.config.slack.team, user: slackUser, name: voter.name };
  return { ...voter, reason: said, actor: via ?? own, concerned };
}
