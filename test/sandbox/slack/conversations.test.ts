import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { company, people } from '#sandbox/company.ts';
import { startTestSandbox, type TestSandbox } from './slack-server.ts';
import { wideManifest } from './wide-manifest.ts';

let slack: TestSandbox;
beforeEach(async () => {
  slack = await startTestSandbox({ manifest: wideManifest });
});
afterEach(() => slack.stop());

const post = (args: object = {}) => slack.api('chat.postMessage', { channel: 'C0TRIAGE', text: 'hello', ...args });

describe('conversations', () => {
  test('history and replies, with metadata when asked for', async () => {
    const metadata = { event_type: 'cordon_message', event_payload: { key: 'k1' } };
    const { ts } = await post({ metadata });
    await post({ thread_ts: ts, text: 'below' });
    const history = (args: object) => slack.api('conversations.history', { channel: 'C0TRIAGE', ...args });
    expect(await history({ include_all_metadata: true })).toMatchObject({
      messages: [{ ts, reply_count: 1, metadata }],
    });
    expect((await history({})).messages).not.toHaveProperty('0.metadata');
    const replies = await slack.api('conversations.replies', { channel: 'C0TRIAGE', ts });
    expect(replies).toMatchObject({ messages: [{ ts }, { text: 'below', thread_ts: ts }] });
    expect(await slack.api('conversations.replies', { channel: 'C0TRIAGE', ts: '1.1' })).toMatchObject({
      error: 'thread_not_found',
    });
  });

  test('a page at a time', async () => {
    await post({ text: 'one' });
    await post({ text: 'two' });
    const first = await slack.api('conversations.history', { channel: 'C0TRIAGE', limit: 1 });
    expect(first).toMatchObject({ has_more: true, messages: [{ text: 'two' }] });
    const { next_cursor: cursor } = first.response_metadata as { next_cursor: string };
    const last = await slack.api('conversations.history', { channel: 'C0TRIAGE', limit: 1, cursor });
    expect(last).toMatchObject({ has_more: false, messages: [{ text: 'one' }] });
    expect(await slack.api('conversations.history', { channel: 'C0TRIAGE', cursor: '!' })).toMatchObject({
      error: 'invalid_cursor',
    });
  });

  test('the shared channel says so', async () => {
    const { channel } = await slack.api('conversations.info', { channel: 'C0SHARED' });
    expect(channel).toMatchObject({ is_ext_shared: true, is_pending_ext_shared: false });
  });

  test.each([
    ['nobody', {}, 'users_list_not_supplied'],
    ['somebody unknown', { users: 'U0NOBODY' }, 'user_not_found'],
    ['somebody who left', { users: people.dee.slackId }, 'user_disabled'],
    ['somebody of another company', { users: people.stan.slackId }, 'user_not_visible'],
    ['two, without mpim:write', { users: `${people.ana.slackId},${people.jonas.slackId}` }, 'missing_scope'],
  ])('no direct message to %s', async (_, args, error) => {
    expect(await slack.api('conversations.open', args)).toMatchObject({ ok: false, error });
  });

  test('a private channel from start to end', async () => {
    const created = await slack.api('conversations.create', { name: 'case-42', is_private: true });
    const { id: channel } = created.channel as { id: string };
    expect(await slack.api('conversations.create', { name: 'case-42' })).toMatchObject({ error: 'name_taken' });
    expect(await slack.api('conversations.create', { name: 'Case 42' })).toMatchObject({
      error: 'invalid_name_specials',
    });
    const users = people.noor.slackId;
    expect(await slack.api('conversations.invite', { channel, users })).toMatchObject({ ok: true });
    expect(await slack.api('conversations.invite', { channel, users })).toMatchObject({ error: 'already_in_channel' });
    expect(await slack.api('conversations.setTopic', { channel, topic: 'x'.repeat(251) })).toMatchObject({
      error: 'too_long',
    });
    expect(await slack.api('conversations.members', { channel })).toMatchObject({
      members: [company.botUserId, users],
    });
    expect(await slack.api('conversations.archive', { channel })).toMatchObject({ ok: true });
    expect(await slack.api('conversations.archive', { channel })).toMatchObject({ error: 'already_archived' });
    expect(await slack.api('conversations.list', { types: 'private_channel' })).toHaveProperty('channels.length', 2);
  });
});

describe('people', () => {
  test.each([
    ['ana', { deleted: false, is_restricted: false, is_stranger: false, is_bot: false, team_id: company.slackTeamId }],
    ['gwen', { is_restricted: true }],
    ['dee', { deleted: true }],
    ['stan', { is_stranger: true, team_id: 'T0BRIGHTWTR' }],
  ] as const)('%s', async (key, expected) => {
    expect((await slack.api('users.info', { user: people[key].slackId })).user).toMatchObject(expected);
  });

  test('the bot is one; addresses need their own scope', async () => {
    expect((await slack.api('users.info', { user: company.botUserId })).user).toMatchObject({ is_bot: true });
    expect((await slack.api('users.info', { user: people.ana.slackId })).user).not.toHaveProperty('profile.email');
    expect(await slack.api('users.lookupByEmail', { email: people.ana.email })).toMatchObject({
      error: 'missing_scope',
    });
    expect(await slack.api('users.info', { user: 'U0NOBODY' })).toMatchObject({ error: 'user_not_found' });
  });

  test('somebody leaves in the middle of a case', async () => {
    await slack.control('POST', '/people', { as: 'jonas', deleted: true });
    expect((await slack.api('users.info', { user: people.jonas.slackId })).user).toMatchObject({ deleted: true });
    expect(await slack.act({ as: 'jonas', act: 'open-home' })).toMatchObject({
      ok: false,
      refused: expect.stringContaining('deactivated'),
    });
  });

  test('user groups', async () => {
    const { usergroups } = await slack.api('usergroups.list');
    expect(usergroups).toMatchObject([
      { handle: 'security-oncall' },
      { handle: 'payment-approvers' },
      { handle: 'privacy' },
    ]);
    expect(await slack.api('usergroups.users.list', { usergroup: 'S0LEGAL' })).toMatchObject({
      users: [people.lea.slackId],
    });
    expect(await slack.api('usergroups.users.list', { usergroup: 'S0NONE' })).toMatchObject({
      error: 'no_such_subteam',
    });
  });
});
