import { afterAll, beforeAll, expect, test } from 'vitest';
import { pageRoutes } from '#handlers/pages/index.ts';
import type { TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { asked, createStage, emails, enrolled, enrolledApp, enrolment, votes } from '#test/src/step-up/stage.ts';
import { type ServedPages, servePagesOf } from './served.ts';

let database: TestDatabase;
let ctx: TestContext;
let pages: ServedPages;
let code: (at: Date) => string;
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = createStage(database);
  await enrolled(ctx, emails.noor);
  code = await enrolledApp(ctx, emails.noor);
  pages = await servePagesOf(ctx);
});
afterAll(async () => {
  await pages?.close();
  await database?.close();
});

const TABLES = ['approvals', 'step_up_links', 'enrolments', 'authenticators', 'step_up_tries', 'steps'] as const;
const everything = async () =>
  JSON.stringify([
    ...(await Promise.all(TABLES.map((table) => database.db.selectFrom(table).selectAll().execute()))),
    await database.db.selectFrom('journal_entries').select('id').execute(),
  ]);

const at = (seconds: number) => new Date(ctx.clock.now().getTime() + seconds * 1000);
const own = () => ({ origin: pages.url, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' });
const post = (path: string, body: unknown, headers: Record<string, string> = own()) =>
  fetch(`${pages.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
const look = async (path: string) => (await fetch(`${pages.url}${path}`)).text();

test('looking changes nothing, however often and at whatever', async () => {
  const { token } = await asked(ctx);
  const enrol = await enrolment(ctx, emails.sam);
  const before = await everything();
  for (const { path } of pageRoutes) {
    for (const one of [token, enrol, 'nonsense'])
      for (const method of ['GET', 'HEAD', 'OPTIONS', 'DELETE'])
        await fetch(`${pages.url}${path.replace(':token', one)}?answer=yes&code=123456`, { method });
  }
  expect(await everything()).toBe(before);
});

test('a page says everything, escaped, with the headers that keep others out', async () => {
  const { caseId, token, digest } = await asked(ctx);
  await database.db
    .updateTable('steps')
    .set({ title: '<img src=x onerror=alert(1)>' })
    .where('case_id', '=', caseId)
    .where('key', '=', 'freeze')
    .execute();
  const response = await fetch(`${pages.url}/pages/step-up/${token}`);
  const text = await response.text();
  expect(response.status).toBe(200);
  for (const words of [
    `<strong>${digest.slice(0, 4).toUpperCase()}</strong>`,
    `CASE-${caseId} · for Noor Haddad`,
    'Mara Ito cannot sign in.',
    '<dt>Login</dt><dd>mara.ito@acme</dd>',
    'It takes 1 of security. Nobody else has answered yet.',
    'She was called by &quot;IT&quot;',
    'Unfreeze, any time, by security.',
    '&lt;img src=x onerror=alert(1)&gt;',
  ])
    expect(text).toContain(words);
  expect(text).not.toMatch(/<img|style=|<script(?! src| type="module" src)/);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringMatching(/^default-src 'none';.*frame-ancestors 'none'$/),
  });
  expect(response.headers.get('content-security-policy')).not.toContain('unsafe');
});

test.each([
  ['another site', { origin: 'https://evil.example' }],
  ['this machine under another name', { origin: 'http://127.0.0.1:3000' }],
  ['a page without an origin', { origin: 'null' }],
  ['somebody who does not say from where', { origin: '' }],
  ['another site, by what the browser says', { 'sec-fetch-site': 'cross-site' }],
  ['a sibling site', { 'sec-fetch-site': 'same-site' }],
  ['a form', { 'content-type': 'text/plain' }],
])('a POST from %s is refused and changes nothing', async (_, headers) => {
  const { stepId, token } = await asked(ctx);
  const before = await everything();
  const sent: Record<string, string> = Object.fromEntries(
    Object.entries({ ...own(), ...headers }).filter(([, value]) => value !== ''),
  );
  const body = { token, answer: 'yes', code: code(at(60)) };
  for (const { path } of pageRoutes.filter(({ method }) => method === 'POST')) {
    const response = await post(path, body, sent);
    expect([path, response.status]).toEqual([path, 403]);
    expect(await response.json()).toMatchObject({ code: 'other-site' });
  }
  expect(await everything()).toBe(before);
  expect(await votes(ctx, stepId)).toEqual([]);
});

test('what cannot be read is refused: no JSON, no token, far too long', async () => {
  const { token } = await asked(ctx);
  const confirm = '/pages/step-up/confirm';
  for (const body of [
    {},
    { token },
    { token, answer: 'maybe', code: '1' },
    { token, answer: 'yes', code: '1'.repeat(99) },
  ])
    expect((await post(confirm, body)).status).toBe(400);
  const raw = await fetch(`${pages.url}${confirm}`, { method: 'POST', headers: own(), body: '{' });
  expect(raw.status).toBe(400);
  expect((await post(confirm, 'x'.repeat(1024 * 1024 + 1))).status).toBe(400);
});

test('a code from the page counts, starts the work, and answers in words', async () => {
  const { caseId, stepId, token } = await asked(ctx);
  ctx.clock = { ...ctx.clock, now: () => new Date('2026-11-22T10:00:00Z') };
  const response = await post('/pages/step-up/confirm', { token, answer: 'yes', code: ` ${code(at(0))} ` });
  expect([response.status, await response.json()]).toEqual([
    200,
    {
      says: 'Your yes is recorded. Cordon does it now, reads back whether it is so, and says it on the card in Slack.',
    },
  ]);
  expect(pages.started.map(([name, payload]) => [name, payload])).toEqual([
    ['run-step', { stepId }],
    ['post-case', { caseId }],
  ]);
  expect(await look(`/pages/step-up/${token}`)).toContain('This link was used already; it works once.');
});

test('nothing is here while no address is configured, and elsewhere is not our business', async () => {
  const { token } = await asked(ctx);
  const { server } = ctx.config;
  ctx.config.server = {};
  expect((await fetch(`${server.public_url}/pages/step-up/${token}`)).status).toBe(404);
  ctx.config.server = server;
  expect((await fetch(`${pages.url}/pages/step-up/nonsense`)).status).toBe(404);
  expect((await fetch(`${pages.url}/pages/assets/..%2Fserve.ts`)).status).toBe(404);
  expect((await fetch(`${pages.url}/pages/step-up/confirm/x`)).status).toBe(404);
  expect((await fetch(`${pages.url}/healthz`)).status).toBe(418);
});
