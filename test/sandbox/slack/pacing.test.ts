import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestSandbox, type TestSandbox } from './slack-server.ts';

let slack: TestSandbox;
beforeEach(async () => {
  slack = await startTestSandbox({ paced: true });
});
afterEach(() => slack.stop());

const post = (channel: string) =>
  fetch(`${slack.url}/slack/api/chat.postMessage`, {
    method: 'POST',
    headers: { authorization: 'Bearer xoxb-demo', 'content-type': 'application/json' },
    body: JSON.stringify({ channel, text: 'hello' }),
  });

test('one post a second and channel', async () => {
  expect((await post('C0TRIAGE')).status).toBe(200);
  const refused = await post('C0TRIAGE');
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toBe('1');
  expect(await refused.json()).toEqual({ ok: false, error: 'ratelimited' });
  expect((await post('C0GENERAL')).status).toBe(200);
  slack.world.advance(1_000);
  expect((await post('C0TRIAGE')).status).toBe(200);
});

test('a tier 2 method takes 20 calls and then one every three seconds', async () => {
  const answers = [];
  for (let call = 0; call < 21; call += 1) answers.push(await slack.api('users.list'));
  expect(answers.map(({ ok }) => ok)).toEqual([...Array.from({ length: 20 }, () => true), false]);
  slack.world.advance(3_000);
  expect(await slack.api('users.list')).toMatchObject({ ok: true });
});

test('it can be switched off', async () => {
  await slack.control('POST', '/pacing', { on: false });
  expect([(await post('C0TRIAGE')).status, (await post('C0TRIAGE')).status]).toEqual([200, 200]);
});
