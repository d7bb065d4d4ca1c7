import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { loadCaseView } from '#src/cases/view.ts';
import { ACTIONS, stepValue } from '#src/slack/action-ids.ts';
import { terms } from '#src/slack/step-words.ts';
import { openLink } from '#src/step-up/open-link.ts';
import type { TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { pass, plannedCase, somebody, stepOf } from '#test/helpers/seed.ts';
import { createStage, emails, enrolled, ORIGIN, votes } from '#test/src/step-up/stage.ts';
import { createFakeApp, submit } from './fake-app.ts';

let database: TestDatabase;
let ctx: TestContext;
let app: ReturnType<typeof createFakeApp>;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  ctx = createStage(database);
  app = createFakeApp(ctx);
  await ctx.db.deleteFrom('authenticators').execute();
});
afterAll(() => database?.close());

async function sayYes() {
  const caseId = await plannedCase(ctx);
  const { id: stepId, digest } = await stepOf(ctx, caseId, 'freeze');
  const metadata = stepValue({ stepId, digest });
  const said = await submit(app, { user: somebody.security, callback: ACTIONS.approve, metadata, reason: 'now' });
  return { caseId, stepId, digest, metadata, ...said };
}

test('a yes in Slack leads to the page, counts nothing and starts nothing', async () => {
  await enrolled(ctx, emails.noor);
  const { stepId, digest, title, text } = await sayYes();
  expect(title).toBe('Confirm with your key');
  const [, token = ''] = new RegExp(`<${ORIGIN}/pages/step-up/([\\w-]{43})\\|Open the page>$`).exec(text ?? '') ?? [];
  expect(text).toContain(`shows the plan ${digest.slice(0, 4).toUpperCase()} once more`);
  expect(await openLink(ctx, token)).toMatchObject({ step_id: stepId, name: 'Noor Haddad', reason: 'now' });
  expect(await votes(ctx, stepId)).toEqual([]);
  expect(app.started).toEqual([]);
});

test('without a key, or with one too fresh, it says so and what to do', async () => {
  expect(await sayYes()).toMatchObject({
    title: 'Not done',
    text: 'This takes a confirmation with your own key, and none is enrolled for Noor Haddad. Nothing was counted. Whoever runs Cordon can enrol one with you: cordon enrol.',
  });
  await enrolled(ctx, emails.noor, false);
  const { title, text } = await sayYes();
  expect([title, text]).toEqual(['Not done', expect.stringMatching(/it can confirm from <!date\^\d+\^.*UTC> on\./)]);
});

test('breaking glass takes the key as well', async () => {
  await enrolled(ctx, emails.noor);
  ctx.config.policy = { ...ctx.config.policy, approvals: { 'acme.freeze': [{ role: 'security', count: 2 }] } };
  const caseId = await plannedCase(ctx);
  const { id: stepId, digest } = await stepOf(ctx, caseId, 'freeze');
  const choice = stepValue({ stepId, digest });
  const glass = { user: somebody.security, callback: ACTIONS.breakGlass, metadata: String(caseId), choice };
  expect(await submit(app, { ...glass, reason: 'short' })).toMatchObject({
    title: 'Not done',
    text: expect.stringContaining('Say in a sentence why'),
  });
  const { title } = await submit(app, { ...glass, reason: 'Everybody else is in the air until nine' });
  expect(title).toBe('Confirm with your key');
  expect(await votes(ctx, stepId)).toEqual([]);
  expect(
    await ctx.db.selectFrom('step_up_links').select('break_glass').where('step_id', '=', stepId).execute(),
  ).toEqual([{ break_glass: true }]);
});

test('the card says it beforehand, and the link is worth nothing once it is late', async () => {
  await enrolled(ctx, emails.noor);
  const { caseId, text } = await sayYes();
  const step = (await loadCaseView(ctx, caseId)).steps.find(({ key }) => key === 'freeze');
  expect(step && terms(step)).toBe('security, 1 yes, confirmed with their own key · can be undone');
  await pass(ctx.db, 601);
  const token = /step-up\/([\w-]+)/.exec(text ?? '')?.[1] ?? '';
  await expect(openLink(ctx, token)).rejects.toMatchObject({ code: 'expired-link' });
});
