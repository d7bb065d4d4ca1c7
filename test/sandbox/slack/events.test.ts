import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { company } from '#sandbox/company.ts';
import type { SentRequest } from '#sandbox/slack/interactions/app-line.ts';
import {
  type BoltBot,
  patiently,
  signingSecret,
  startBolt,
  startTestSandbox,
  type TestSandbox,
} from './slack-server.ts';
import { wideManifest } from './wide-manifest.ts';

const metadata = { event_type: 'cordon_message', event_payload: { key: 'case-42/card' } };
const post = (slack: TestSandbox, args: object = {}) =>
  slack.api('chat.postMessage', { channel: 'C0TRIAGE', text: 'A card', metadata, ...args });

describe('a message with metadata', () => {
  const bot = { url: '', signingSecret };
  let slack: TestSandbox;
  let bolt: BoltBot;
  let heard: Record<string, unknown>[];

  beforeEach(async () => {
    slack = await startTestSandbox({ bot, manifest: wideManifest });
    bolt = await startBolt(`${slack.url}/slack/api/`);
    bot.url = bolt.url;
    heard = [];
    bolt.app.event('message_metadata_posted', async ({ event }) => void heard.push({ ...event }));
  });
  afterEach(() => Promise.all([slack.stop(), bolt.stop()]));

  test('is reported to the app with its ts', async () => {
    const { ts } = await post(slack);
    await expect
      .poll(() => heard, patiently)
      .toMatchObject([
        { app_id: company.slackAppId, bot_id: company.botId, channel_id: 'C0TRIAGE', message_ts: ts, metadata },
      ]);
  });

  test('is reported even when the answer to the post is lost', async () => {
    const fault = { mount: 'slack', path: '/api/chat.postMessage', fault: { kind: 'lose-answer' } };
    await slack.control('POST', '/faults', fault);
    await expect(post(slack)).rejects.toThrow();
    await expect.poll(() => heard, patiently).toHaveLength(1);
    const messages = (await slack.see('noor')).channels.find(({ id }) => id === 'C0TRIAGE')?.messages;
    expect(messages).toMatchObject([{ ts: heard[0]?.message_ts }]);
  });

  test('is not posted, and not reported, when Slack only says it was', async () => {
    const fault = { mount: 'slack', path: '/api/chat.postMessage', fault: { kind: 'say-done-do-nothing' } };
    await slack.control('POST', '/faults', fault);
    expect(await post(slack)).toMatchObject({ ok: true });
    expect((await slack.see('noor')).channels.flatMap(({ messages }) => messages)).toEqual([]);
    expect(await slack.control('GET', '/sent')).toEqual([]);
  });

  test('is reported only when the manifest subscribes to its type', async () => {
    await post(slack, { metadata: { ...metadata, event_type: 'something_else' } });
    const { ts } = await post(slack);
    await expect.poll(() => heard, patiently).toMatchObject([{ message_ts: ts }]);
  });

  test('a channel that is shared is reported', async () => {
    const shared = new Promise((resolve) => bolt.app.event('channel_shared', async ({ event }) => resolve(event)));
    await slack.control('POST', '/share', { channel: 'C0TRIAGE', shared: true });
    expect(await shared).toMatchObject({ channel: 'C0TRIAGE', connected_team_id: 'T0BRIGHTWTR' });
  });
});

describe('delivery of events', () => {
  const retriesOf = ({ headers }: Pick<IncomingMessage, 'headers'>) => [
    headers['x-slack-retry-num'],
    headers['x-slack-retry-reason'],
  ];

  /** A bot that answers as told, and remembers. */
  async function deliverTo(answers: readonly [status: number, headers?: Record<string, string>][]) {
    const got: { headers: IncomingMessage['headers']; body: string }[] = [];
    const server = createServer(async (request, response) => {
      const body = (await request.toArray()).join('');
      const [status, headers] = answers[got.length] ?? [200];
      got.push({ headers: request.headers, body });
      response.writeHead(status, headers).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const slack = await startTestSandbox({ bot: { url, signingSecret }, eventRetryDelaysMs: [0, 5, 10] });
    await post(slack);
    const stop = async () => {
      await slack.stop();
      server.closeAllConnections();
      server.close();
    };
    return { got, slack, stop };
  }

  test('three retries, each saying which and why, all with one event_id', async () => {
    const { got, stop } = await deliverTo([[500], [500], [404]]);
    await expect
      .poll(() => got.map(retriesOf), patiently)
      .toEqual([
        [undefined, undefined],
        ['1', 'http_error'],
        ['2', 'http_error'],
        ['3', 'http_error'],
      ]);
    expect(new Set(got.map(({ body }) => JSON.parse(body).event_id)).size).toBe(1);
    await stop();
  });

  test('no retry when the bot asks for none', async () => {
    const { got, slack, stop } = await deliverTo([[500, { 'x-slack-no-retry': '1' }]]);
    await expect.poll(() => got.length, patiently).toBe(1);
    await expect
      .poll(async () => ((await slack.control('GET', '/sent')) as SentRequest[]).map(({ status }) => status), patiently)
      .toEqual([500]);
    await stop();
    expect(got).toHaveLength(1);
  });

  test('the content type is bare, and the signature is Slack’s', async () => {
    const { got, slack, stop } = await deliverTo([]);
    await expect.poll(() => got.length, patiently).toBe(1);
    await slack.act({ as: 'noor', act: 'command', channel: 'C0TRIAGE', command: '/cordon', text: 'é&=' });
    expect(got.map(({ headers }) => headers['content-type'])).toEqual([
      'application/json',
      'application/x-www-form-urlencoded',
    ]);
    expect(new URLSearchParams(got[1]?.body).get('text')).toBe('é&=');
    expect(got[1]?.headers['x-slack-signature']).toMatch(/^v0=[0-9a-f]{64}$/);
    await stop();
  });
});

describe('hand-made requests', () => {
  const bot = { url: '', signingSecret };
  let slack: TestSandbox;
  let bolt: BoltBot;
  let clicks: number;

  beforeEach(async () => {
    slack = await startTestSandbox({ bot });
    bolt = await startBolt(`${slack.url}/slack/api/`);
    bot.url = bolt.url;
    clicks = 0;
    bolt.app.command('/cordon', async ({ ack }) => {
      clicks += 1;
      await ack();
    });
  });
  afterEach(() => Promise.all([slack.stop(), bolt.stop()]));

  const raw = (order: object) => slack.control('POST', '/raw', order);
  const body = 'command=%2Fcordon&team_id=T0NORTHWIND&user_id=U0DEMO0001&text=';

  test.each([
    ['signed with another secret', { body, secret: 'stolen' }, 401],
    ['with no signature', { body, headers: { 'x-slack-signature': null } }, 401],
    ['six minutes old', { body, secondsOff: -360 }, 401],
    ['well signed', { body }, 200],
  ])('one %s', async (_, order, status) => {
    expect(await raw(order)).toMatchObject({ status });
    expect(clicks).toBe(status === 200 ? 1 : 0);
  });

  test('a real request can be sent again as it was', async () => {
    await slack.act({ as: 'noor', act: 'command', channel: 'C0TRIAGE', command: '/cordon', text: '' });
    const [first] = (await slack.control('GET', '/sent')) as SentRequest[];
    expect(await raw({ body: first?.body, headers: first?.headers })).toMatchObject({ status: 200 });
    expect(clicks).toBe(2);
  });
});
