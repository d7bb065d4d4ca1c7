import type { ViewResponseAction } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { people } from '#sandbox/company.ts';
import type { PageView } from '#sandbox/slack/page-state.ts';
import { type BoltBot, patiently, startBolt, startTestSandbox, type TestSandbox } from './slack-server.ts';

const bot = { url: '', signingSecret: 'sandbox-test-secret' };
const plain = (text: string) => ({ type: 'plain_text' as const, text });
const reason = {
  type: 'input' as const,
  block_id: 'why',
  label: plain('Why'),
  element: { type: 'plain_text_input' as const, action_id: 'text', min_length: 5 },
};
const note = { ...reason, block_id: 'note', optional: true };
const modal = (title: string, fields: object = {}) => ({
  type: 'modal' as const,
  callback_id: 'freeze',
  title: plain(title),
  submit: plain('Freeze'),
  blocks: [reason, note],
  ...fields,
});

let slack: TestSandbox;
let bolt: BoltBot;
let submissions: Record<string, unknown>[];
let answer: ViewResponseAction | undefined;

beforeEach(async () => {
  slack = await startTestSandbox({ bot });
  bolt = await startBolt(`${slack.url}/slack/api/`);
  bot.url = bolt.url;
  submissions = [];
  answer = undefined;
  bolt.app.command('/cordon', async ({ ack, body, client, command }) => {
    await ack();
    await client.views.open({
      trigger_id: body.trigger_id,
      view: modal(command.text || 'First', { notify_on_close: true }),
    });
  });
  bolt.app.view('freeze', async ({ ack, body }) => {
    submissions.push({ ...body });
    if (answer) await ack(answer);
    else await ack();
  });
});
afterEach(() => Promise.all([slack.stop(), bolt.stop()]));

const stack = async () => (await slack.see('noor')).modals;
const titles = async () => (await stack()).map(({ title }) => title?.text);

async function open(title = ''): Promise<PageView> {
  await slack.act({ as: 'noor', act: 'command', channel: 'C0TRIAGE', command: '/cordon', text: title });
  await expect.poll(stack, patiently).toHaveLength(1);
  const [view] = await stack();
  if (!view) throw new Error('no modal opened');
  return view;
}
const submit = (view: PageView, text: string | null) =>
  slack.act({ as: 'noor', act: 'submit', view_id: view.id, values: { why: { text } } });

describe('submitting', () => {
  test('sends what was filled in, and closes the modal', async () => {
    const view = await open();
    expect(await submit(view, 'to be safe')).toMatchObject({ ok: true, status: 200 });
    expect(submissions).toMatchObject([
      {
        type: 'view_submission',
        user: { id: people.noor.slackId },
        view: {
          id: view.id,
          callback_id: 'freeze',
          hash: view.hash,
          root_view_id: view.id,
          state: {
            values: {
              why: { text: { type: 'plain_text_input', value: 'to be safe' } },
              note: { text: { type: 'plain_text_input', value: null } },
            },
          },
        },
        trigger_id: expect.any(String),
      },
    ]);
    expect(await stack()).toEqual([]);
  });

  test.each([
    ['nothing', null, 'Please complete this required field.'],
    ['too little', 'no', 'Use at least 5 characters.'],
    ['too much', 'x'.repeat(3001), 'Use at most 3000 characters.'],
  ])('%s in a required field never reaches the app', async (_, text, complaint) => {
    expect(await submit(await open(), text)).toMatchObject({ ok: false, status: 0, refused: expect.any(String) });
    expect(await stack()).toMatchObject([{ errors: { why: complaint } }]);
    expect(submissions).toEqual([]);
  });

  test('Slack’s own state objects are understood as values', async () => {
    const view = await open();
    const values = { why: { text: { type: 'plain_text_input', value: 'to be safe' } } };
    expect(await slack.act({ as: 'noor', act: 'submit', view_id: view.id, values })).toMatchObject({ ok: true });
  });

  test('errors stand under their input, and what was typed stays', async () => {
    answer = { response_action: 'errors', errors: { why: 'Say more.' } };
    await submit(await open(), 'to be safe');
    expect(await stack()).toMatchObject([
      { errors: { why: 'Say more.' }, values: { why: { text: { value: 'to be safe' } } } },
    ]);
  });

  test('errors under no input are the app’s mistake', async () => {
    answer = { response_action: 'errors', errors: { nowhere: 'x' } };
    expect(await submit(await open(), 'to be safe')).toMatchObject({
      ok: false,
      refused: expect.stringContaining('nowhere'),
    });
    expect(await stack()).toMatchObject([{ warning: { actionId: null } }]);
  });

  test('update, push and clear', async () => {
    const first = await open();
    answer = { response_action: 'update', view: modal('Changed') };
    await submit(first, 'to be safe');
    expect(await stack()).toMatchObject([{ id: first.id, title: { text: 'Changed' } }]);
    answer = { response_action: 'push', view: modal('Second') };
    await submit(first, 'to be safe');
    expect(await titles()).toEqual(['Changed', 'Second']);
    answer = { response_action: 'clear' };
    const second = (await stack()).at(-1);
    if (second) await submit(second, 'to be safe');
    expect(await stack()).toEqual([]);
  });

  test('a fourth modal does not fit', async () => {
    await open();
    for (const title of ['Second', 'Third', 'Fourth']) {
      answer = { response_action: 'push', view: modal(title) };
      const top = (await stack()).at(-1);
      if (top) await submit(top, 'to be safe');
    }
    expect(await titles()).toEqual(['First', 'Second', 'Third']);
    expect((await stack()).at(-1)).toMatchObject({ warning: { actionId: null } });
  });

  test('an answer with a view Slack refuses', async () => {
    answer = { response_action: 'update', view: modal('A title of more than 24 characters') };
    expect(await submit(await open(), 'to be safe')).toMatchObject({
      ok: false,
      refused: expect.stringContaining('/view/title/text'),
    });
  });

  test('only the modal on top, only one’s own', async () => {
    const view = await open();
    const values = { why: { text: 'to be safe' } };
    expect(await slack.act({ as: 'sam', act: 'submit', view_id: view.id, values })).toMatchObject({ ok: false });
    expect(submissions).toEqual([]);
  });
});

describe('clicks in a modal', () => {
  test('carry the view, and a trigger that may push', async () => {
    bolt.app.action('more', async ({ ack, body, client }) => {
      await ack();
      if (body.type === 'block_actions')
        await client.views.push({ trigger_id: body.trigger_id, view: modal('Pushed') });
    });
    const button = { type: 'button', action_id: 'more', text: plain('More') };
    answer = {
      response_action: 'update',
      view: modal('Buttons', { blocks: [{ type: 'actions', elements: [button] }] }),
    };
    const view = await open();
    await submit(view, 'to be safe');
    expect(await slack.act({ as: 'noor', act: 'click', view_id: view.id, action_id: 'more' })).toMatchObject({
      ok: true,
    });
    await expect.poll(titles, patiently).toEqual(['Buttons', 'Pushed']);
  });

  test('an input that does not dispatch sends nothing', async () => {
    const view = await open();
    const typed = { as: 'noor', act: 'click', view_id: view.id, action_id: 'text', value: 'x' } as const;
    expect(await slack.act(typed)).toMatchObject({ refused: 'This input sends nothing until the form is submitted.' });
  });
});

test('closing tells the app when the view asks for it', async () => {
  const closed = new Promise((resolve) => {
    bolt.app.view({ type: 'view_closed', callback_id: 'freeze' }, async ({ ack, body }) => {
      resolve(body);
      await ack();
    });
  });
  const view = await open();
  expect(await slack.act({ as: 'noor', act: 'close', view_id: view.id })).toMatchObject({ ok: true, status: 200 });
  expect(await closed).toMatchObject({ type: 'view_closed', is_cleared: false, view: { id: view.id } });
  expect(await stack()).toEqual([]);
});
