import { sql } from 'kysely';
import { loadFacts } from '../cases/facts.ts';
import type { Context } from '../context.ts';
import { InvalidInput } from '../errors.ts';
import type { Actor } from '../journal/actor.ts';
import { recordChange, type Tx } from '../journal/record-change.ts';
import { authoriseAny, type Voter } from '../response/authority.ts';
import { checkGlass } from '../response/break-glass.ts';
import { lockOpenStep, type VoteInput } from '../response/cast-vote.ts';
import { planCode } from '../response/digest.ts';
import { concernedBy, type LoadedStep, loadStep, stepNeeds } from '../response/load-step.ts';
import { usableAuthenticators } from './authenticators.ts';
import { checkLock } from './lock.ts';
import { ownSite } from './own-site.ts';
import { newToken, sha256Of } from './token.ts';

export const LINK_MINUTES = 10;

interface StepUpRequest extends Omit<VoteInput, 'confirmation'> {
  breakGlass: boolean;
}

/**
 * A yes was clicked that needs more than a click: makes the private link on which its person confirms it. One for each person, step and
 * digest; asking again makes the one before worthless. Nothing is counted yet.
 */
export async function requestStepUp(ctx: Context, input: StepUpRequest): Promise<{ url: string; code: string }> {
  const reason = input.reason.trim();
  if (reason === '') throw new InvalidInput('no-reason', 'Please say why in a few words; it goes into the record.');
  const step = await loadStep(ctx, input.stepId);
  if (input.breakGlass) checkGlass(step, reason);
  const concerned = [...concernedBy(await loadFacts(ctx, step.case_id)), ...step.plan.accounts];
  const roles = input.breakGlass ? ['security' as const] : stepNeeds(step).map(({ role }) => role);
  const voter = await authoriseAny(ctx, { slackUser: input.slackUser, roles, concerned });
  await usableAuthenticators(ctx, voter);
  await checkLock(ctx.db, voter);
  const token = newToken();
  const url = `${ownSite(ctx).origin}/pages/step-up/${token}`;
  const actor: Actor = { kind: 'slack-user', team: ctx.config.slack.team, user: voter.slackUser, name: voter.name };
  return recordChange(ctx.db, async (tx) => {
    await lockOpenStep(tx, step, input.digest);
    await putLink(tx, { ...input, reason, token, step, voter });
    const detail = { step: step.key, title: step.title, plan: planCode(input.digest), reason };
    const refs = { step: step.id, digest: input.digest };
    const entry = { actor, what: 'step-up.asked', caseId: step.case_id, refs, detail };
    return { result: { url, code: planCode(input.digest) }, journal: [entry] };
  });
}

async function putLink(tx: Tx, link: StepUpRequest & { token: string; step: LoadedStep; voter: Voter }): Promise<void> {
  const fresh = {
    token_sha256: sha256Of(link.token),
    plan: JSON.stringify(link.step.plan),
    reason: link.reason,
    break_glass: link.breakGlass,
    nonce: null,
    expires_at: sql<Date>`now() + make_interval(mins => ${LINK_MINUTES})`,
  };
  await tx
    .insertInto('step_up_links')
    .values({
      ...fresh,
      step_id: link.step.id,
      digest: link.digest,
      person: link.voter.person,
      slack_user: link.voter.slackUser,
      name: link.voter.name,
    })
    .onConflict((conflict) =>
      conflict.columns(['person', 'step_id', 'digest']).where('used_at', 'is', null).doUpdateSet(fresh),
    )
    .execute();
}
