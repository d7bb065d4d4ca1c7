import { VendorError, type VendorErrorKind } from '#src/errors.ts';
import { approveStep } from '#src/response/approve-step.ts';
import { runStep } from '#src/response/run-step.ts';
import { acmePlaybook } from '#test/helpers/acme.ts';
import type { TestContext } from '#test/helpers/context.ts';
import { actor, plannedCase, somebody, stepOf } from '#test/helpers/seed.ts';

/** A case whose freeze somebody of security said yes to. */
export async function approvedFreeze(ctx: TestContext) {
  const caseId = await plannedCase(ctx);
  const { id: stepId, digest } = await stepOf(ctx, caseId, 'freeze');
  await approveStep(ctx, { stepId, digest, slackUser: somebody.security, reason: 'now' });
  return { caseId, stepId, digest, step: () => stepOf(ctx, caseId, 'freeze') };
}

export const run = (ctx: TestContext, stepId: string, playbook = acmePlaybook) =>
  runStep(ctx, { stepId, playbook, actor });

/** Claimed: the vendor said yes, and nobody has checked yet. */
export async function claimedFreeze(ctx: TestContext) {
  const approved = await approvedFreeze(ctx);
  await run(ctx, approved.stepId);
  return approved;
}

export const failing =
  (kind: VendorErrorKind, message = `Acme: ${kind}.`) =>
  () => {
    throw new VendorError(message, { vendor: 'acme', kind });
  };
