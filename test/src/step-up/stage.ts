import type { Context } from '#src/context.ts';
import { askCodes, bindCode } from '#src/step-up/bind-code.ts';
import { askRegistration, bindPasskey } from '#src/step-up/bind-passkey.ts';
import { codesFrom } from '#src/step-up/codes.ts';
import { issueEnrolment } from '#src/step-up/issue-enrolment.ts';
import { requestStepUp } from '#src/step-up/request-step-up.ts';
import { createTestContext, exampleConfig, type TestContext } from '#test/helpers/context.ts';
import type { TestDatabase } from '#test/helpers/database.ts';
import { pass, plannedCase, somebody, stepOf } from '#test/helpers/seed.ts';
import { createSoftKey, type SoftKey } from './soft-key.ts';

export const ORIGIN = 'http://localhost:3000';
/** CORDON_KEY */
export const key = Buffer.alloc(32, 7);
const WAIT_MINUTES = 60;

const cli = { kind: 'cli', user: 'root' } as const;

/** A Cordon whose freezes take a confirmation. */
export const createStage = (database: TestDatabase): TestContext =>
  createTestContext(database, {
    server: { public_url: ORIGIN },
    policy: {
      ...exampleConfig.policy,
      storm: { cases_per_minute: 100_000, calm_minutes: 5 },
      step_up: ['acme.freeze'],
      step_up_wait_minutes: WAIT_MINUTES,
    },
  });

export const tokenOf = ({ url }: { url: string }): string => url.split('/').at(-1) ?? '';

export const enrolment = async (ctx: Context, person: string, replace = false): Promise<string> =>
  tokenOf(await issueEnrolment(ctx, { person, replace, madeBy: 'root', actor: cli }));

/** A passkey of this person; it may be used once its waiting time is over. */
export async function enrolled(ctx: TestContext, person: string, waited = true): Promise<SoftKey> {
  const softKey = createSoftKey(ORIGIN);
  const token = await enrolment(ctx, person);
  await bindPasskey(ctx, { token, response: softKey.register(await askRegistration(ctx, token)) });
  if (waited) await pass(ctx.db, WAIT_MINUTES * 60);
  return softKey;
}

/** An authenticator app of this person: the code it shows at a moment. */
export async function enrolledApp(ctx: TestContext, person: string): Promise<(at: Date) => string> {
  const token = await enrolment(ctx, person);
  const { secret } = await askCodes(ctx, { token, key });
  const codes = codesFrom(secret, '', '');
  const code = (at: Date): string => codes.generate({ timestamp: at.getTime() });
  await bindCode(ctx, { token, key, code: code(ctx.clock.now()) });
  await pass(ctx.db, WAIT_MINUTES * 60);
  return code;
}

export const emails = { noor: 'noor.haddad@northwind.example', sam: 'sam.okoro@northwind.example' } as const;

/** A planned case whose freeze Noor said yes to, and the token of her link. */
export async function asked(ctx: TestContext, slackUser: string = somebody.security) {
  const caseId = await plannedCase(ctx);
  const { id: stepId, digest } = await stepOf(ctx, caseId, 'freeze');
  const input = { stepId, digest, slackUser, reason: 'She was called by "IT"', breakGlass: false };
  const again = async () => tokenOf(await requestStepUp(ctx, input));
  return { caseId, stepId, digest, token: await again(), again, step: () => stepOf(ctx, caseId, 'freeze') };
}

export const votes = (ctx: Context, stepId: string) =>
  ctx.db
    .selectFrom('approvals')
    .select(['person', 'choice', 'confirmed_by', 'digest', 'reason'])
    .where('step_id', '=', stepId)
    .where('voided_at', 'is', null)
    .execute();
