import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { people } from '#sandbox/company.ts';
import { startTestSandbox, type TestSandbox } from './slack-server.ts';
import { wideManifest } from './wide-manifest.ts';

const divider = { type: 'divider' };

let slack: TestSandbox;
beforeEach(async () => {
  slack = await startTestSandbox({ manifest: wideManifest });
});
afterEach(() => slack.stop());

const post = (args: object = {}) => slack.api('chat.postMessage', { channel: 'C0TRIAGE', text: 'hello', ...args });

describe('posting', () => {
  test.each([
    ['an unknown channel', { channel: 'C0NOWHERE' }, 'channel_not_found'],
    ['an archived channel', { channel: 'C0ARCHIVE' }, 'is_archived'],
    ['nothing to say', { text: '' }, 'no_text'],
    ['a block that does not exist', { blocks: [{ type: 'sectoin' }] }, 'invalid_blocks'],
    ['blocks that are not a list', { blocks: 'oops' }, 'invalid_blocks_format'],
    ['51 blocks', { blocks: Array.from({ length: 51 }, () => divider) }, 'invalid_blocks'],
    ['text beside markdown_text', { markdown_text: '*hi*' }, 'markdown_text_conflict'],
    ['101 attachments', { attachments: Array.from({ length: 101 }, () => ({})) }, 'too_many_attachments'],
    ['a thread that does not exist', { thread_ts: '1.000001' }, 'cannot_reply_to_message'],
    ['metadata that is no object', { metadata: 'x' }, 'invalid_metadata_format'],
    ['metadata without a type', { metadata: { event_payload: {} } }, 'invalid_metadata_schema'],
    [
      'metadata that is long',
      { metadata: { event_type: 'x', event_payload: { y: 'z'.repeat(8000) } } },
      'metadata_too_large',
    ],
  ])('%s', async (_, args, error) => {
    expect(await post(args)).toMatchObject({ ok: false, error });
  });

  test('two messages never share a timestamp, and unnamed blocks get names', async () => {
    const first = await post({ blocks: [divider] });
    const second = await post();
    expect(Number(second.ts)).toBeGreaterThan(Number(first.ts));
    expect(first.message).toMatchObject({ blocks: [{ type: 'divider', block_id: expect.any(String) }] });
  });

  test('a person’s id opens the conversation with them', async () => {
    const sent = await post({ channel: people.ana.slackId });
    expect(sent.channel).toMatch(/^D/);
    expect((await slack.see('ana')).channels.find(({ id }) => id === sent.channel)).toMatchObject({
      kind: 'dm',
      unread: 1,
    });
    expect((await slack.see('jonas')).channels.map(({ id }) => id)).not.toContain(sent.channel);
  });

  test.each(['dee', 'stan'] as const)('there is no direct message to %s', async (key) => {
    expect(await post({ channel: people[key].slackId })).toMatchObject({ error: 'channel_not_found' });
  });

  test('text beyond 40,000 is cut, not refused', async () => {
    const { message } = await post({ text: 'x'.repeat(40_001) });
    expect(message).toHaveProperty('text.length', 40_000);
  });

  test('a reply to a reply is refused', async () => {
    const parent = await post();
    const reply = await post({ thread_ts: parent.ts });
    expect(reply).toMatchObject({ ok: true, message: { thread_ts: parent.ts } });
    expect(await post({ thread_ts: reply.ts })).toMatchObject({ error: 'cannot_reply_to_message' });
  });
});

describe('changing what was posted', () => {
  test('text without blocks wipes the blocks; metadata that is left out stays', async () => {
    const metadata = { event_type: 'cordon_message', event_payload: { key: 'k' } };
    const { ts } = await post({ blocks: [divider], metadata });
    const { message } = await slack.api('chat.update', { channel: 'C0TRIAGE', ts, text: 'new' });
    expect(message).toMatchObject({ text: 'new', metadata });
    expect(message).not.toHaveProperty('blocks');
    const [seen] = (await slack.see('noor')).channels.find(({ id }) => id === 'C0TRIAGE')?.messages ?? [];
    expect(seen).toMatchObject({ text: 'new', edited: true, blocks: [] });
  });

  test('a redrawn card carries no edited mark', async () => {
    const { ts } = await post({ blocks: [divider] });
    await slack.api('chat.update', { channel: 'C0TRIAGE', ts, text: 'new', blocks: [divider, divider] });
    const [seen] = (await slack.see('noor')).channels.find(({ id }) => id === 'C0TRIAGE')?.messages ?? [];
    expect(seen).toMatchObject({ text: 'new', edited: false });
  });

  test('not what a person wrote, not after archiving, not beyond 4,000', async () => {
    const { ts } = await post();
    const update = (args: object) => slack.api('chat.update', { channel: 'C0TRIAGE', ts, text: 'new', ...args });
    expect(await update({ text: 'x'.repeat(4001) })).toMatchObject({ error: 'msg_too_long' });
    expect(await update({ ts: '1.000001' })).toMatchObject({ error: 'message_not_found' });
    await slack.act({ as: 'noor', act: 'message', channel: 'C0TRIAGE', text: 'mine' });
    const mine = (await slack.see('noor')).channels.find(({ id }) => id === 'C0TRIAGE')?.messages.at(-1)?.ts;
    expect(await update({ ts: mine })).toMatchObject({ error: 'cant_update_message' });
    expect(await slack.api('chat.delete', { channel: 'C0TRIAGE', ts: mine })).toMatchObject({
      error: 'cant_delete_message',
    });
    await slack.control('POST', '/archive', { channel: 'C0TRIAGE', archived: true });
    expect(await update({})).toMatchObject({ error: 'is_inactive' });
  });

  test('a deleted message is gone', async () => {
    const { ts } = await post();
    expect(await slack.api('chat.delete', { channel: 'C0TRIAGE', ts })).toMatchObject({ ok: true });
    expect(await slack.api('chat.getPermalink', { channel: 'C0TRIAGE', message_ts: ts })).toMatchObject({
      error: 'message_not_found',
    });
  });
});

describe('only for one person', () => {
  test('an ephemeral message is seen by its addressee, and is in no history', async () => {
    const args = { channel: 'C0TRIAGE', user: people.noor.slackId, text: 'psst' };
    const { message_ts } = await slack.api('chat.postEphemeral', args);
    const seenBy = async (as: string) => (await slack.see(as)).channels.flatMap(({ messages }) => messages);
    expect(await seenBy('noor')).toMatchObject([{ ts: message_ts, ephemeral: true }]);
    expect(await seenBy('sam')).toEqual([]);
    expect(await slack.api('conversations.history', { channel: 'C0TRIAGE' })).toMatchObject({ messages: [] });
    expect(await slack.api('chat.update', { channel: 'C0TRIAGE', ts: message_ts, text: 'x' })).toMatchObject({
      error: 'message_not_found',
    });
  });

  test('not to somebody outside the channel', async () => {
    const args = { channel: 'C0TRIAGE', user: people.ana.slackId, text: 'psst' };
    expect(await slack.api('chat.postEphemeral', args)).toMatchObject({ error: 'user_not_in_channel' });
  });
});
