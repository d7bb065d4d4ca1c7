import type { KnownBlock } from '@slack/types';
import { people } from '#sandbox/company.ts';
import type { SlackState } from '#sandbox/slack/state.ts';
import type { PanelRow, Twin, World } from '#sandbox/twin.ts';
import { type BoltBot, signingSecret, startBolt, startTestSandbox, type TestSandbox } from '../slack/slack-server.ts';
import { caseCard, dependsModal, financeQuestion, freezeModal, homePage, loadingModal } from './cards.ts';

const reasonAtLeast = 10;
const ackTimeoutMs = 1_500;

/** The sandbox with a small real app behind it, which answers as Cordon would. */
export interface Stage extends TestSandbox {
  bolt: BoltBot;
  rows: PanelRow[];
  /** Puts the case card into the triage channel, with its thread. */
  openCase(): Promise<string>;
  /** Stores blocks in the triage channel as they are, past every check, for what Slack itself would refuse. */
  plant(blocks: readonly unknown[], text?: string): string;
  /** A press on a button "slow" is answered only after this. */
  release(): void;
}

const frozenNot: PanelRow = { label: 'Mara Ito', value: 'active', tone: 'ok' };

export async function startStage(): Promise<Stage> {
  const bot = { url: '', signingSecret };
  const state = { rows: firstRows() };
  const scenarios = [
    { id: 'export', title: 'Contacts leave by a new app', says: 'An app nobody installed reads 41,250 contacts.' },
    { id: 'bank-change', title: 'A supplier’s bank account changes', says: 'A payment is due today.' },
  ].map((one) => ({ ...one, send: () => stage.openCase().then(() => undefined) }));
  const sandbox = await startTestSandbox({
    bot,
    ackTimeoutMs,
    scenarios,
    twins: [
      (world) => vendor(world, 'okta', 'Okta', state),
      (world) => vendor(world, 'salesforce', 'Salesforce', state),
    ],
  });
  const bolt = await startBolt(`${sandbox.url}/slack/api/`);
  bot.url = bolt.url;
  const slow = Promise.withResolvers<void>();
  const stage: Stage = {
    ...sandbox,
    bolt,
    rows: state.rows,
    release: slow.resolve,
    async openCase() {
      const { ts } = await sandbox.api('chat.postMessage', {
        channel: 'C0TRIAGE',
        text: 'CASE-42: Mara Ito. Asked of security: freeze her user.',
        blocks: caseCard(false),
      });
      for (const text of [
        'Asked Okta and Salesforce: 6 questions, 5 answered',
        'Score 87: new factor, new app, 41,250 rows',
      ]) {
        await sandbox.api('chat.postMessage', { channel: 'C0TRIAGE', thread_ts: ts, text });
      }
      const { channel } = await sandbox.api('conversations.open', { users: people.ana.slackId });
      const id = (channel as { id: string }).id;
      await sandbox.api('chat.postMessage', { channel: id, text: 'A payment is held.', blocks: financeQuestion });
      return String(ts);
    },
    plant: (blocks, text = 'planted') => plant(sandbox, blocks, text),
    async stop() {
      await bolt.stop();
      await sandbox.stop();
    },
  };
  listenTo(stage, slow.promise);
  return stage;
}

const firstRows = (): PanelRow[] => [
  frozenNot,
  { label: 'Grants of My Ticket Portal', value: '2', tone: 'bad' },
  { label: 'Sessions', value: '3', tone: 'ok' },
];

function vendor(_: World, id: Twin['id'], name: string, state: { rows: PanelRow[] }): Twin {
  const okta: PanelRow[] = [
    { label: 'Mara Ito', value: 'active', tone: 'ok' },
    { label: 'SMS factor', value: 'enrolled today from Rotterdam', tone: 'bad' },
  ];
  return { id, name, routes: [], panel: () => (id === 'okta' ? okta : state.rows) };
}

function plant({ world }: TestSandbox, blocks: readonly unknown[], text: string): string {
  const slack = world.store<SlackState>('slack', () => {
    throw new Error('The sandbox has made its own');
  });
  const triage = slack.channels.find(({ id }) => id === 'C0TRIAGE');
  slack.lastTs = Math.max(slack.lastTs + 1_000, Date.now() * 1_000);
  const ts = (slack.lastTs / 1_000_000).toFixed(6);
  triage?.messages.push({
    ts,
    threadTs: null,
    user: 'U0CORDON01',
    fromApp: true,
    text,
    blocks: blocks as SlackState['channels'][number]['messages'][number]['blocks'],
    attachments: [],
    metadata: null,
    editedTs: null,
    ephemeralTo: null,
    values: {},
    warnings: {},
    reactions: {},
    pinned: false,
  });
  world.changed();
  return ts;
}

function listenTo(stage: Stage, slow: Promise<void>): void {
  const { app } = stage.bolt;
  app.action('take', async ({ ack, body, client }) => {
    await ack();
    const ts = 'message' in body ? String(body.message?.ts) : '';
    await client.chat.update({ channel: 'C0TRIAGE', ts, text: 'CASE-42: Noor took it.', blocks: caseCard(true) });
    await client.chat.postMessage({ channel: 'C0TRIAGE', thread_ts: ts, text: 'Noor took the case' });
  });
  app.action('freeze', async ({ ack, body, client }) => {
    await ack();
    await client.views.open({ trigger_id: 'trigger_id' in body ? body.trigger_id : '', view: modal(freezeModal) });
  });
  app.action('open-case', async ({ ack, body, client }) => {
    await ack();
    const trigger_id = 'trigger_id' in body ? body.trigger_id : '';
    const { view } = await client.views.open({ trigger_id, view: modal(loadingModal) });
    await client.views.update({ view_id: view?.id ?? '', view: modal(freezeModal) });
  });
  app.action('explain', async ({ ack, body, client }) => {
    await ack();
    await client.views.push({ trigger_id: 'trigger_id' in body ? body.trigger_id : '', view: modal(dependsModal) });
  });
  app.action('more', async ({ ack, body, client }) => {
    await ack();
    await client.chat.postEphemeral({
      channel: 'C0TRIAGE',
      user: body.user.id,
      text: 'Only Sam may dismiss this case.',
    });
  });
  app.action('slow', async ({ ack }) => {
    await slow;
    await ack().catch(() => undefined);
  });
  app.action(/^(keep-held|revoke|choose)/, async ({ ack }) => ack());
  app.view('freeze', async ({ ack, view }) => {
    const reason = view.state.values.reason?.text?.value ?? '';
    if (reason.length < reasonAtLeast) {
      await ack({ response_action: 'errors', errors: { reason: `Say it in ${reasonAtLeast} characters or more.` } });
      return;
    }
    stage.rows[0] = { label: 'Mara Ito', value: 'frozen', tone: 'contained' };
    stage.world.changed();
    await ack();
  });
  app.event('app_home_opened', async ({ event, client }) => {
    await client.views.publish({ user_id: event.user, view: { ...homePage, type: 'home' } });
  });
}

const modal = <View extends { title: unknown; blocks: KnownBlock[] }>(view: View) => ({
  ...view,
  type: 'modal' as const,
});
