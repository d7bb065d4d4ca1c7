import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createFastClient } from '#src/workspace/clients.ts';
import { createPeople } from '#src/workspace/people.ts';
import { startFakeSlack } from './fake-slack-server.ts';

let slack: Awaited<ReturnType<typeof startFakeSlack>>;
let time = new Date('2026-11-22T09:00:00Z');
const clock = { now: () => time, sleep: async () => undefined };
beforeAll(async () => {
  slack = await startFakeSlack();
});
beforeEach(() => void slack.calls.splice(0));
afterAll(() => slack?.stop());

const people = () => createPeople(createFastClient(slack.settings), clock);
const user = (more: object = {}) => ({
  body: { ok: true, user: { id: 'U1', team_id: 'T1', name: 'mara', real_name: 'Mara Ito', ...more } },
});

test.each([
  [{}, {}],
  [{ deleted: true }, { deactivated: true }],
  [{ is_bot: true }, { bot: true }],
  [{ is_restricted: true }, { guest: true }],
  [{ is_ultra_restricted: true }, { guest: true }],
  [{ is_stranger: true }, { stranger: true }],
  [{ team_id: undefined }, { teamId: undefined }],
  [{ real_name: undefined }, { name: 'mara' }],
  [
    { deleted: null, is_bot: null, team_id: null, real_name: null },
    { name: 'mara', teamId: undefined },
  ],
])('what Slack says (%j) becomes %j', async (said, becomes) => {
  slack.answer(user(said));
  expect(await people().standing('U1')).toEqual({
    userId: 'U1',
    name: 'Mara Ito',
    teamId: 'T1',
    deactivated: false,
    bot: false,
    guest: false,
    stranger: false,
    ...becomes,
  });
});

test('an answer is good for a minute; the moment of execution asks again', async () => {
  slack.answer(user());
  const directory = people();
  await directory.standing('U1');
  time = new Date(time.getTime() + 59_000);
  await directory.standing('U1');
  expect(slack.calls).toHaveLength(1);
  slack.answer(user({ deleted: true }));
  expect(await directory.standing('U1', { fresh: true })).toMatchObject({ deactivated: true });
  expect(await directory.standing('U1')).toMatchObject({ deactivated: true });
  expect(slack.calls).toHaveLength(2);
  time = new Date(time.getTime() + 61_000);
  await directory.standing('U1');
  expect(slack.calls).toHaveLength(3);
});

test.each([
  ['Slack is down', { cut: true }],
  ['Slack is busy', { status: 429, headers: { 'retry-after': '30' } }],
  ['Slack does not know them', { body: { ok: false, error: 'user_not_found' } }],
  ['Slack says nothing of use', { body: { ok: true, user: {} } }],
])('%s: nobody is taken for somebody, and the sentence says what to do', async (_, answer) => {
  slack.answer(answer);
  await expect(people().standing('U1')).rejects.toMatchObject({
    code: 'slack-unreachable',
    message: 'Slack could not say who you are just now, so nothing was done. Please press again.',
  });
});
