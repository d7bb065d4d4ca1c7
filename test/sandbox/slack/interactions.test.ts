import type { BlockAction } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { company, people } from '#sandbox/company.ts';
import { type BoltBot, startBolt, startTestSandbox, type TestSandbox } from './slack-server.ts';
import { wideManifest } from './wide-manifest.ts';

const bot = { url: '', signingSecret: 'sandbox-test-secret' };
const plain = (text: string) => ({ type: 'plain_text', text });
const button = { type: 'button', action_id: 'take', text: plain('Take the case'), value: 'step-1' };
const menu = {
  type: 'static_select',
  action_id: 'who',
  options: ['a', 'b'].map((value) => ({ text: plain(value), value })),
};
const card = [{ type: 'actions', block_id: 'deeds', elements: [button, menu] }];

let slack: TestSandbox;
let bolt: BoltBot;

beforeEach(async () => {
  slack = await startTestSandbox({ bot, manifest: wideManifest });
  bolt = await startBolt(`${slack.url}/slack/api/`);
  bot.url = bolt.url;
});
afterEach(() => Promise.all([slack.stop(), bolt.stop()]));

async function postCard(channel = 'C0TRIAGE'): Promise<{ channel: string; ts: string }> {
  const { ts } = await slack.api('chat.postMessage', { channel, text: 'A card', blocks: card });
  return { channel, ts: String(ts) };
}
const messagesOf = async (as: string, channel = 'C0TRIAGE') =>
  (await slack.see(as)).channels.find(({ id }) => id === channel)?.messages ?? [];

/** Remembers what the listener for `action` was given. */
function listen(action: string): BlockAction[] {
  const heard: BlockAction[] = [];
  bolt.app.action(action, async ({ ack, body }) => {
    heard.push(body as BlockAction);
    await ack();
  });
  return heard;
}

describe('clicks', () => {
  test('reach the app with everything that says who, where and what', async () => {
    const heard = listen('take');
    const place = await postCard();
    expect(await slack.act({ as: 'noor', act: 'click', ...place, action_id: 'take' })).toMatchObject({
      ok: true,
      status: 200,
    });
    expect(heard).toMatchObject([
      {
        type: 'block_actions',
        team: { id: company.slackTeamId },
        enterprise: null,
        is_enterprise_install: false,
        user: { id: people.noor.slackId, team_id: company.slackTeamId },
        api_app_id: company.slackAppId,
        container: { type: 'message', message_ts: place.ts, channel_id: 'C0TRIAGE', is_ephemeral: false },
        channel: { id: 'C0TRIAGE', name: 'privategroup' },
        message: { ts: place.ts, user: company.botUserId, app_id: company.slackAppId, blocks: [{ block_id: 'deeds' }] },
        actions: [
          { action_id: 'take', block_id: 'deeds', type: 'button', value: 'step-1', action_ts: expect.any(String) },
        ],
        trigger_id: expect.any(String),
        response_url: expect.stringContaining(`${slack.url}/slack/response/`),
      },
    ]);
  });

  test('somebody of another company comes with their own team', async () => {
    const heard = listen('take');
    const place = await postCard('C0SHARED');
    await slack.act({ as: 'stan', act: 'click', ...place, action_id: 'take' });
    expect(heard).toMatchObject([{ team: { id: company.slackTeamId }, user: { team_id: 'T0BRIGHTWTR' } }]);
  });

  test('a choice is told and kept', async () => {
    const heard = listen('who');
    const place = await postCard();
    await slack.act({ as: 'noor', act: 'click', ...place, action_id: 'who', value: 'b' });
    expect(heard).toMatchObject([
      {
        actions: [{ selected_option: { value: 'b' } }],
        state: { values: { deeds: { who: { selected_option: { value: 'b' } } } } },
      },
    ]);
    expect((await messagesOf('sam'))[0]?.values).toMatchObject({ deeds: { who: { selected_option: { value: 'b' } } } });
  });

  test.each([
    ['what is not offered', { action_id: 'who', value: 'c' }],
    ['what is not there', { action_id: 'gone' }],
  ])('nobody can choose %s', async (_, pointed) => {
    const place = await postCard();
    expect(await slack.act({ as: 'noor', act: 'click', ...place, ...pointed })).toMatchObject({
      ok: false,
      status: 0,
      refused: expect.any(String),
    });
  });

  test('nobody can click what they cannot see', async () => {
    const place = await postCard();
    expect(await slack.act({ as: 'ana', act: 'click', ...place, action_id: 'take' })).toMatchObject({
      refused: 'Ana Lima cannot see this message.',
    });
  });

  test('two at once both arrive', async () => {
    const heard = listen('take');
    const place = await postCard();
    await Promise.all(['noor', 'sam'].map((as) => slack.act({ as, act: 'click', ...place, action_id: 'take' })));
    expect(heard.map(({ user }) => user.id).toSorted()).toEqual([people.noor.slackId, people.sam.slackId]);
  });

  test('an unanswered click is marked for the one who clicked, until the card is redrawn', async () => {
    await slack.stop();
    slack = await startTestSandbox({ bot, ackTimeoutMs: 50, port: Number(new URL(slack.url).port) });
    bolt.app.action('take', async () => undefined);
    const place = await postCard();
    const acted = await slack.act({ as: 'noor', act: 'click', ...place, action_id: 'take' });
    expect(acted).toMatchObject({ ok: false, status: 0, answer: null });
    expect((await messagesOf('noor'))[0]?.warning).toEqual({ actionId: 'take' });
    expect((await messagesOf('sam'))[0]).not.toHaveProperty('warning');
    await slack.api('chat.update', { ...place, text: 'A card', blocks: card });
    expect((await messagesOf('noor'))[0]).not.toHaveProperty('warning');
  });

  test('an ephemeral message is not in the payload', async () => {
    const heard = listen('take');
    const args = { channel: 'C0TRIAGE', user: people.noor.slackId, text: 'psst', blocks: card };
    const { message_ts } = await slack.api('chat.postEphemeral', args);
    await slack.act({ as: 'noor', act: 'click', channel: 'C0TRIAGE', ts: String(message_ts), action_id: 'take' });
    expect(heard).toMatchObject([{ container: { is_ephemeral: true, message_ts } }]);
    expect(heard[0]).not.toHaveProperty('message');
  });
});

describe('commands and shortcuts', () => {
  test('a command is answered to the one who typed it', async () => {
    bolt.app.command('/cordon', async ({ ack, command }) => {
      await ack({ text: `You said ${command.text}, ${command.user_name} in ${command.channel_name}.` });
    });
    await slack.act({ as: 'noor', act: 'command', channel: 'C0TRIAGE', command: '/cordon', text: 'cases' });
    expect(await messagesOf('noor')).toMatchObject([
      { text: 'You said cases, noor.haddad in privategroup.', ephemeral: true },
    ]);
    expect(await messagesOf('sam')).toEqual([]);
  });

  test('a command no manifest lists goes nowhere', async () => {
    const typed = { as: 'noor', act: 'command', channel: 'C0TRIAGE', command: '/else', text: '' } as const;
    expect(await slack.act(typed)).toMatchObject({ ok: false, refused: 'No app in this workspace answers /else.' });
  });

  test('a message becomes a case by its shortcut', async () => {
    const shortcut = new Promise((resolve) => {
      bolt.app.shortcut('make-case', async ({ ack, body }) => {
        resolve(body);
        await ack();
      });
    });
    await slack.act({ as: 'sam', act: 'message', channel: 'C0TRIAGE', text: 'Mara exported everything' });
    const ts = (await messagesOf('noor'))[0]?.ts ?? '';
    await slack.act({
      as: 'noor',
      act: 'shortcut',
      callback_id: 'make-case',
      channel: 'C0TRIAGE',
      ts,
    });
    expect(await shortcut).toMatchObject({
      type: 'message_action',
      message: { text: 'Mara exported everything', user: people.sam.slackId },
      user: { id: people.noor.slackId },
      trigger_id: expect.any(String),
    });
  });
});

describe('response_url', () => {
  const urlOf = async () => {
    const heard = listen('take');
    await slack.act({ as: 'noor', act: 'click', ...(await postCard()), action_id: 'take' });
    return String(heard[0]?.response_url);
  };
  const answer = (url: string, body: object) => fetch(url, { method: 'POST', body: JSON.stringify(body) });

  test('answers privately, or replaces the card', async () => {
    const url = await urlOf();
    await answer(url, { text: 'Not you' });
    expect((await messagesOf('noor')).at(-1)).toMatchObject({ text: 'Not you', ephemeral: true });
    await answer(url, { text: 'Done', replace_original: true });
    expect((await messagesOf('sam')).map(({ text }) => text)).toEqual(['Done']);
    await answer(url, { delete_original: true });
    expect(await messagesOf('sam')).toEqual([]);
  });

  test('works five times', async () => {
    const url = await urlOf();
    const statuses = [];
    for (let use = 0; use < 6; use += 1) statuses.push((await answer(url, { text: 'again' })).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 404]);
  });

  test('works for half an hour', async () => {
    const url = await urlOf();
    slack.world.advance(30 * 60_000 + 1_000);
    const late = await answer(url, { text: 'late' });
    expect([late.status, await late.json()]).toEqual([404, { ok: false, error: 'expired_url' }]);
  });

  test('refuses what chat.postMessage would', async () => {
    const bad = await answer(await urlOf(), { blocks: [{ type: 'alert', text: plain('x') }] });
    expect([bad.status, await bad.json()]).toMatchObject([400, { error: 'invalid_blocks' }]);
  });
});
