import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { people } from '#sandbox/company.ts';
import { parseJson } from '#sandbox/slack/arguments.ts';
import type { SentRequest } from '#sandbox/slack/interactions/app-line.ts';
import { judgesDir, readJudge } from '#test/helpers/judges.ts';
import { skipReason } from '#test/helpers/require-or-skip.ts';
import { type BoltBot, signingSecret, startBolt, startTestSandbox, type TestSandbox } from './slack-server.ts';

type Json = Record<string, unknown>;

const judges = judgesDir();
const sample = (name: string) => readJudge(join(String(judges), 'slack/payload-samples'), `${name}.json`) as Json;
const plain = (text: string) => ({ type: 'plain_text', text });

/** Fields of other kinds of app: unfurls, custom functions, org installs, and what Slack has long given up. */
const NOT_OURS = [
  'app_unfurl',
  'authed_teams',
  'authed_users',
  'bot_access_token',
  'enterprise_id',
  'enterprise_name',
  'function_data',
  'interactivity',
];
const missingFrom = (sent: unknown, expected: unknown, but: readonly string[] = []) =>
  Object.keys(Object(expected)).filter((key) => ![...NOT_OURS, ...but].includes(key) && !(key in Object(sent)));

describe.skipIf(judges === undefined && skipReason('no judges/slack/payload-samples'))('what the bot is sent', () => {
  const bot = { url: '', signingSecret };
  let slack: TestSandbox;
  let bolt: BoltBot;
  let forms: Json[];
  let event: Json;

  beforeAll(async () => {
    slack = await startTestSandbox({ bot });
    bolt = await startBolt(`${slack.url}/slack/api/`);
    bot.url = bolt.url;
    const view = {
      type: 'modal',
      callback_id: 'seen',
      title: plain('T'),
      submit: plain('S'),
      notify_on_close: true,
      blocks: [{ type: 'divider' }],
    };
    bolt.app.command('/cordon', async ({ ack, body }) => {
      await slack.api('views.open', { trigger_id: body.trigger_id, view });
      await ack();
    });
    for (const type of ['view_submission', 'view_closed'] as const) {
      bolt.app.view({ type, callback_id: 'seen' }, async ({ ack }) => ack());
    }
    bolt.app.action('a', async ({ ack }) => ack());
    const elements = [{ type: 'button', action_id: 'a', text: plain('A') }];
    const args = { channel: 'C0TRIAGE', text: 'x', blocks: [{ type: 'actions', elements }] };
    const { ts } = await slack.api('chat.postMessage', args);
    const as = 'noor';
    await slack.act({ as, act: 'click', channel: 'C0TRIAGE', ts: String(ts), action_id: 'a' });
    for (const act of ['submit', 'close'] as const) {
      await slack.act({ as, act: 'command', channel: 'C0TRIAGE', command: '/cordon', text: 'x' });
      const view_id = (await slack.see(as)).modals[0]?.id ?? '';
      await slack.act({ as, act, view_id, values: {} });
    }
    await slack.api('views.publish', {
      user_id: people.noor.slackId,
      view: { type: 'home', blocks: [{ type: 'divider' }] },
    });
    await slack.act({ as, act: 'open-home' });
    const sent = ((await slack.control('GET', '/sent')) as SentRequest[]).map(({ body }) => body);
    event = Object(parseJson(sent.at(-1) ?? ''));
    forms = sent.slice(0, -1).map((body) => {
      const form = Object.fromEntries(new URLSearchParams(body));
      return form.payload === undefined ? form : Object(parseJson(form.payload));
    });
  });
  afterAll(() => Promise.all([slack.stop(), bolt.stop()]));

  const sentOf = (type: string): Json => forms.find((form) => form.type === type) ?? {};

  test('block_actions', () => {
    const [sent, expected] = [sentOf('block_actions'), sample('block-actions')];
    expect(missingFrom(sent, expected, ['view'])).toEqual([]);
    expect(missingFrom(sent.user, expected.user)).toEqual([]);
    expect(missingFrom(sent.team, expected.team)).toEqual([]);
    expect(missingFrom(sent.channel, expected.channel)).toEqual([]);
  });

  test.each(['view_submission', 'view_closed'])('%s', (type) => {
    const [sent, expected] = [sentOf(type), sample(type.replace('_', '-'))];
    expect(missingFrom(sent, expected, type === 'view_submission' ? ['is_cleared'] : [])).toEqual([]);
    expect(missingFrom(sent.view, expected.view)).toEqual([]);
    expect(missingFrom(sent.user, expected.user)).toEqual([]);
  });

  test('a slash command', () => {
    const sent = forms.find(({ command }) => command === '/cordon');
    expect(missingFrom(sent, sample('slash-command'))).toEqual([]);
  });

  test('app_home_opened', () => {
    const expected = sample('event-AppHomeOpenedPayload');
    expect(missingFrom(event, expected)).toEqual([]);
    expect(missingFrom(event.event, expected.event)).toEqual([]);
    expect(missingFrom(Object(event.event).view, Object(expected.event).view)).toEqual([]);
  });
});
