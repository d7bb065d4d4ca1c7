import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { company, people } from '#sandbox/company.ts';
import type { PageState } from '#sandbox/slack/page-state.ts';
import { ACTIONS } from '#src/slack/action-ids.ts';
import { eventually } from '#test/helpers/eventually.ts';
import { type Installation, install } from '#test/helpers/installation.ts';
import { sendInteraction } from '#test/helpers/slack-request.ts';

let cordon: Installation;
beforeAll(async () => {
  cordon = await install({ servers: 2 });
});
afterAll(() => cordon?.stop());
beforeEach(() => fetch(`${cordon.sandbox.url}/_control/faults`, { method: 'DELETE' }));

const fault = (order: Record<string, unknown>) =>
  fetch(`${cordon.sandbox.url}/_control/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ mount: 'slack', ...order }),
  });

/** Sends a detection about somebody nobody knows, and waits until its card is on record as posted. */
async function openCase(): Promise<{ caseId: number; ts: string }> {
  const id = randomUUID();
  const delivery = await cordon.deliver('cordon', {
    cordon: 'detection/1',
    id,
    title: `Odd access ${id.slice(0, 8)}`,
    occurred_at: new Date().toISOString(),
    severity: 'high',
    subject: { email: `${id}@northwind.example` },
  });
  const card = await eventually(
    () =>
      cordon.database.db
        .selectFrom('messages')
        .innerJoin('detections', 'detections.case_id', 'messages.case_id')
        .select(['messages.case_id as caseId', 'messages.ts'])
        .where('detections.delivery_id', '=', delivery)
        .where('messages.key', '=', 'card')
        .where('messages.sent', '>', 0)
        .executeTakeFirst(),
    45_000,
  );
  return { caseId: card.caseId ?? 0, ts: card.ts ?? '' };
}

const cardsOf = async (caseId: number): Promise<number> => {
  const answer = await fetch(`${cordon.sandbox.url}/_control/state?as=noor`);
  const { channels } = (await answer.json()) as PageState;
  const triage = channels.find(({ name }) => name === 'triage-security');
  const isCard = new RegExp(`^CASE-${caseId}, `);
  return (triage?.messages ?? []).filter((message) => !message.threadTs && isCard.test(message.text)).length;
};

describe('Slack misbehaves', () => {
  test.each([
    ['the answer to the post is lost', { path: '/api/chat.postMessage', fault: { kind: 'lose-answer' } }],
    [
      '429 with Retry-After',
      { path: '/api/chat.postMessage', fault: { kind: 'status', status: 429, headers: { 'retry-after': '1' } } },
    ],
    ['500', { path: '/api/chat.postMessage', fault: { kind: 'status', status: 500 } }],
  ])(
    '%s: the card is there exactly once',
    async (_, order) => {
      await fault({ ...order, times: 1 });
      const { caseId } = await openCase();
      expect(await cardsOf(caseId)).toBe(1);
    },
    90_000,
  );
});

const click = (caseId: number, ts: string, changes: Record<string, unknown> = {}) => ({
  type: 'block_actions',
  team: { id: company.slackTeamId, domain: 'northwind' },
  user: { id: people.noor.slackId, username: 'noor', team_id: company.slackTeamId },
  api_app_id: company.slackAppId,
  token: 'unused',
  trigger_id: '1.2.abc',
  is_enterprise_install: false,
  enterprise: null,
  response_url: `${cordon.sandbox.url}/slack/nowhere`,
  container: { type: 'message', message_ts: ts, channel_id: 'C0TRIAGE', is_ephemeral: false },
  channel: { id: 'C0TRIAGE', name: 'triage-security' },
  actions: [
    { type: 'button', action_id: ACTIONS.take, block_id: 'case-actions', value: String(caseId), action_ts: ts },
  ],
  ...changes,
});

const ownerOf = async (caseId: number) =>
  (await cordon.database.db.selectFrom('cases').select('owner').where('id', '=', caseId).executeTakeFirstOrThrow())
    .owner;

describe('requests that only look like ours', () => {
  const secret = () => cordon.env.SLACK_SIGNING_SECRET ?? '';
  const url = (index = 0) => cordon.servers[index]?.url ?? '';

  test('forged, stale and from the future: 401, and nothing happens', async () => {
    const { caseId, ts } = await openCase();
    const body = click(caseId, ts);
    expect((await sendInteraction(url(), 'not the secret', body)).status).toBe(401);
    expect((await sendInteraction(url(), secret(), body, { secondsOff: -301 })).status).toBe(401);
    expect((await sendInteraction(url(), secret(), body, { secondsOff: 301 })).status).toBe(401);
    const unsigned = await fetch(`${url()}/slack/events`, { method: 'POST', body: 'payload={}' });
    expect(unsigned.status).toBe(401);
    expect(await ownerOf(caseId)).toBeNull();
  }, 60_000);

  test('a genuine request again, at the other server: done once', async () => {
    const { caseId, ts } = await openCase();
    const timestamp = Math.floor(Date.now() / 1000);
    await sendInteraction(url(0), secret(), click(caseId, ts), { timestamp });
    await cordon.database.db.updateTable('cases').set({ owner: null }).where('id', '=', caseId).execute();
    await sendInteraction(url(1), secret(), click(caseId, ts), { timestamp });
    expect(await ownerOf(caseId)).toBeNull();
  }, 60_000);

  test.each([
    ['another app', () => ({ api_app_id: 'A0ANOTHER1' })],
    [
      'a message that is not ours',
      () => ({ container: { type: 'message', message_ts: '1.2', channel_id: 'C0TRIAGE' } }),
    ],
    [
      'somebody of another company',
      () => ({ user: { id: people.stan.slackId, username: 'stan', team_id: 'T0OTHER' } }),
    ],
    ['a guest', () => ({ user: { id: people.gwen.slackId, username: 'gwen', team_id: company.slackTeamId } })],
    [
      'somebody who has left',
      () => ({ user: { id: people.dee.slackId, username: 'dee', team_id: company.slackTeamId } }),
    ],
    [
      'somebody without the role',
      () => ({ user: { id: people.tom.slackId, username: 'tom', team_id: company.slackTeamId } }),
    ],
  ])(
    'a click from %s: nothing happens',
    async (_, changes) => {
      const { caseId, ts } = await openCase();
      await sendInteraction(url(), secret(), click(caseId, ts, changes()));
      expect(await ownerOf(caseId)).toBeNull();
    },
    60_000,
  );
});

test('a delivery whose job was lost between commit and queue is found by its due time', async () => {
  const { db } = cordon.database;
  const body = Buffer.from(
    JSON.stringify({
      cordon: 'detection/1',
      id: randomUUID(),
      title: 'Forgotten',
      occurred_at: new Date().toISOString(),
      severity: 'low',
    }),
  );
  const { id } = await db
    .insertInto('deliveries')
    .values({ source: 'cordon', dedupe_key: randomUUID(), content_type: 'application/json', body })
    .returning('id')
    .executeTakeFirstOrThrow();
  await eventually(() =>
    db.selectFrom('deliveries').select('id').where('id', '=', id).where('state', '=', 'ingested').executeTakeFirst(),
  );
});
