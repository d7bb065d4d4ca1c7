import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createPatientClient } from '#src/workspace/clients.ts';
import { createSender, type Sender } from '#src/workspace/sender.ts';
import { startFakeSlack } from './fake-slack-server.ts';

let slack: Awaited<ReturnType<typeof startFakeSlack>>;
let sender: Sender;
beforeAll(async () => {
  slack = await startFakeSlack();
  sender = createSender(createPatientClient(slack.settings));
});
beforeEach(() => void slack.calls.splice(0));
afterAll(() => slack?.stop());

const message = { channel: 'C1', text: 'hello', blocks: [] };
const post = () =>
  sender.post({
    ...message,
    threadTs: '1.0',
    metadata: { event_type: 'cordon_message', event_payload: { message: 'm1' } },
  });

test('a post goes into its thread, without previews, with the metadata by which Slack reports it back', async () => {
  slack.answer({ body: { ok: true, ts: '17638.1' } });
  expect(await post()).toEqual({ outcome: 'sent', ts: '17638.1' });
  expect(slack.calls).toMatchObject([
    {
      method: 'chat.postMessage',
      body: {
        channel: 'C1',
        text: 'hello',
        thread_ts: '1.0',
        unfurl_links: 'false',
        unfurl_media: 'false',
        metadata: '{"event_type":"cordon_message","event_payload":{"message":"m1"}}',
      },
    },
  ]);
});

test('an edit says what is edited', async () => {
  slack.answer({ body: { ok: true, ts: '17638.1' } });
  expect(await sender.update({ ...message, ts: '17638.1' })).toEqual({ outcome: 'sent', ts: '17638.1' });
  expect(slack.calls).toMatchObject([{ method: 'chat.update', body: { ts: '17638.1' } }]);
});

describe('what became of a call is told apart, and never tried again by itself', () => {
  test.each([
    ['asked to wait', { status: 429, headers: { 'retry-after': '7' } }, { outcome: 'rate-limited', waitMs: 7_000 }],
    [
      'asked to wait in a body',
      { body: { ok: false, error: 'ratelimited' } },
      { outcome: 'rate-limited', waitMs: 1_000 },
    ],
    ['refused', { body: { ok: false, error: 'not_in_channel' } }, { outcome: 'refused', reason: 'not_in_channel' }],
    ['cut off', { cut: true }, { outcome: 'unclear' }],
    ['an error of the server', { status: 503, body: 'upstream' }, { outcome: 'unclear' }],
    ['an answer without ts', { body: { ok: true } }, { outcome: 'unclear' }],
    ['no JSON', { body: '<html>' }, { outcome: 'unclear' }],
    ['Slack not knowing itself', { body: { ok: false, error: 'fatal_error' } }, { outcome: 'unclear' }],
    ['an inner error of Slack', { body: { ok: false, error: 'internal_error' } }, { outcome: 'unclear' }],
  ])('%s', async (_, answer, outcome) => {
    slack.answer(answer);
    expect(await post()).toMatchObject(outcome);
    expect(slack.calls).toHaveLength(1);
  });
});

test('a direct message needs its channel first', async () => {
  slack.answer({ body: { ok: true, channel: { id: 'D1' } } });
  expect(await sender.openDirect('U1')).toEqual({ channel: 'D1' });
  slack.answer({ body: { ok: false, error: 'user_not_found' } });
  expect(await sender.openDirect('U1')).toEqual({ outcome: 'refused', reason: 'user_not_found' });
  slack.answer({ body: { ok: true, channel: {} } });
  expect(await sender.openDirect('U1')).toMatchObject({ outcome: 'unclear' });
});
