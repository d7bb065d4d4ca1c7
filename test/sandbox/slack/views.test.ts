import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { people } from '#sandbox/company.ts';
import { type BoltBot, startBolt, startTestSandbox, type TestSandbox } from './slack-server.ts';

const bot = { url: '', signingSecret: 'sandbox-test-secret' };
const modal = (fields: object = {}) => ({
  type: 'modal',
  title: { type: 'plain_text', text: 'Title' },
  blocks: [{ type: 'divider' }],
  ...fields,
});
const home = { type: 'home', blocks: [{ type: 'divider' }] };
const noor = people.noor.slackId;

let slack: TestSandbox;
let bolt: BoltBot;
let triggers: string[];

beforeEach(async () => {
  slack = await startTestSandbox({ bot });
  bolt = await startBolt(`${slack.url}/slack/api/`);
  bot.url = bolt.url;
  triggers = [];
  bolt.app.command('/cordon', async ({ ack, body }) => {
    triggers.push(body.trigger_id);
    await ack();
  });
});
afterEach(() => Promise.all([slack.stop(), bolt.stop()]));

/** A fresh trigger of Noor's, from a slash command. */
async function trigger(): Promise<string> {
  await slack.act({ as: 'noor', act: 'command', channel: 'C0TRIAGE', command: '/cordon', text: '' });
  return String(triggers.at(-1));
}
const open = async (fields: object = {}) =>
  slack.api('views.open', { trigger_id: await trigger(), view: modal(fields) });

describe('triggers', () => {
  test('open a modal for the person they came from, once', async () => {
    const trigger_id = await trigger();
    expect(await slack.api('views.open', { trigger_id, view: modal() })).toMatchObject({ ok: true });
    expect((await slack.see('noor')).modals).toMatchObject([{ type: 'modal', title: { text: 'Title' } }]);
    expect((await slack.see('sam')).modals).toEqual([]);
    expect(await slack.api('views.open', { trigger_id, view: modal() })).toMatchObject({
      error: 'exchanged_trigger_id',
    });
  });

  test('live three seconds', async () => {
    const [early, late] = [await trigger(), await trigger()];
    slack.world.advance(2_000);
    expect(await slack.api('views.open', { trigger_id: early, view: modal() })).toMatchObject({ ok: true });
    slack.world.advance(1_001);
    expect(await slack.api('views.open', { trigger_id: late, view: modal() })).toMatchObject({
      error: 'expired_trigger_id',
    });
  });

  test('cannot be made up', async () => {
    expect(await slack.api('views.open', { trigger_id: '1.2.3', view: modal() })).toMatchObject({
      error: 'invalid_trigger_id',
    });
  });
});

describe('views', () => {
  test('a bad view is refused with pointers', async () => {
    const refused = await open({ blocks: [{ type: 'table', rows: [] }] });
    expect(refused).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: {
        messages: ['[ERROR] unsupported type for a modal: table [json-pointer:/view/blocks/0/type]'],
      },
    });
  });

  test('250 kB is the most', async () => {
    expect(await open({ private_metadata: 'x'.repeat(250_000) })).toMatchObject({ error: 'view_too_large' });
  });

  test('an update with an old hash loses', async () => {
    const { view } = (await open()) as { view: { id: string; hash: string } };
    const update = (hash: string) => slack.api('views.update', { view_id: view.id, hash, view: modal() });
    expect(await update(view.hash)).toMatchObject({ ok: true, view: { id: view.id } });
    expect(await update(view.hash)).toMatchObject({ error: 'hash_conflict' });
  });

  test('a closed modal cannot be updated', async () => {
    const { view } = (await open()) as { view: { id: string } };
    await slack.act({ as: 'noor', act: 'close', view_id: view.id });
    expect(await slack.api('views.update', { view_id: view.id, view: modal() })).toMatchObject({ error: 'not_found' });
  });

  test('two views cannot share an external_id', async () => {
    await open({ external_id: 'mine' });
    expect(
      await slack.api('views.publish', { user_id: people.sam.slackId, view: { ...home, external_id: 'mine' } }),
    ).toMatchObject({
      error: 'duplicate_external_id',
    });
  });
});

describe('App Home', () => {
  test('is published per person, under a hash', async () => {
    const publish = (args: object) => slack.api('views.publish', { user_id: noor, view: home, ...args });
    const { view } = (await publish({})) as { view: { hash: string; id: string } };
    expect(await publish({ hash: view.hash })).toMatchObject({ ok: true, view: { id: view.id } });
    expect(await publish({ hash: view.hash })).toMatchObject({ error: 'hash_conflict' });
    expect((await slack.see('noor')).home).toMatchObject({ type: 'home', id: view.id });
    expect((await slack.see('sam')).home).toBeNull();
  });

  test('a modal is no home', async () => {
    expect(await slack.api('views.publish', { user_id: noor, view: modal() })).toMatchObject({
      error: 'invalid_arguments',
    });
  });

  test('opening it tells the app, with what is on it', async () => {
    const opened = new Promise((resolve) => bolt.app.event('app_home_opened', async ({ event }) => resolve(event)));
    await slack.api('views.publish', { user_id: noor, view: home });
    expect(await slack.act({ as: 'noor', act: 'open-home' })).toMatchObject({ ok: true, status: 200 });
    expect(await opened).toMatchObject({
      user: noor,
      tab: 'home',
      view: { type: 'home', blocks: [{ type: 'divider' }] },
    });
  });
});
