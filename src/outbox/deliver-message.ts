import { sql } from 'kysely';
import { loadCaseView } from '../cases/view.ts';
import type { WorkerContext } from '../context.ts';
import type { Actor } from '../journal/actor.ts';
import { recordStatement } from '../journal/record-statement.ts';
import type { Sent } from '../workspace/sender.ts';
import { type ClaimedMessage, claimMessage, postpone, UNCLEAR } from './claim-message.ts';
import type { Draw } from './draw.ts';
import { dropCanary } from './drop-canary.ts';
import { reserveSlot } from './pace.ts';

export type Delivered =
  /** `opened`: the case whose thread can be written to from now on. */
  | { outcome: 'sent'; opened?: number }
  | { outcome: 'later'; waitMs: number; opened?: number }
  | { outcome: 'nothing-to-do' };

const THREAD_WAIT_MS = 1_000;
/** Slack reports our own posts back by their metadata within seconds; after this long the post is taken as never made. */
const UNCLEAR_MS = 30_000;
const REFUSED_MS = 60_000;
const RESEND_MS = 2_000;
/** A storm's summary changes with every case; edits are few over the whole workspace. */
const SUMMARY_EVERY_MS = 5_000;
/** Answers to an update that mean the message is gone, so that a new one has to be posted. */
const GONE = ['message_not_found', 'cant_update_message', 'edit_window_closed'];

/**
 * Sends one message, or its newest drawing. A post whose answer was lost is never simply repeated: Slack tells us by its metadata event
 * whether it exists (see adopt-post.ts), and only when that stays silent it is posted again.
 */
export async function deliverMessage(
  ctx: WorkerContext,
  input: { messageId: string; event: string; draw: Draw; actor: Actor },
): Promise<Delivered> {
  const message = await claimMessage(ctx, input.messageId);
  if (!message) return { outcome: 'nothing-to-do' };
  if (!message.ts && message.unclear_ms !== null) {
    if (message.unclear_ms < UNCLEAR_MS) return postpone(ctx, message, UNCLEAR_MS - message.unclear_ms);
    ctx.log.warn({ messageId: message.id }, 'Slack never reported this post; posting it again');
  }
  if (message.kind === 'canary') return dropCanary(ctx, message, input);
  const place = await findPlace(ctx, message);
  if ('waitMs' in place) return postpone(ctx, message, place.waitMs);
  const wait = await reserveSlot(ctx, message, place.channel);
  if (wait > 0) return postpone(ctx, message, wait);
  const view = message.case_id === null ? undefined : await loadCaseView(ctx, message.case_id);
  const revision = view?.revision ?? 0;
  const drawn = await input.draw(message, view);
  if (!drawn) return finish(ctx, message, { ...place, ts: message.ts ?? '' }, revision, input.actor);
  const sent = message.ts
    ? await ctx.sender.update({ ...drawn, channel: place.channel, ts: message.ts })
    : await postOnce(ctx, message, input.event, { ...drawn, ...place });
  ctx.metrics.messages.inc({ kind: message.kind, outcome: sent.outcome });
  return settle(ctx, message, sent, { ...place, revision }, input.actor);
}

type Place = { channel: string; threadTs?: string } | { waitMs: number };

async function findPlace(ctx: WorkerContext, message: ClaimedMessage): Promise<Place> {
  if (message.recipient) {
    if (message.channel) return { channel: message.channel };
    const opened = await ctx.sender.openDirect(message.recipient);
    if ('channel' in opened) return { channel: opened.channel };
    return { waitMs: opened.outcome === 'rate-limited' ? opened.waitMs : REFUSED_MS };
  }
  const channel = message.channel ?? ctx.config.slack.channels.triage;
  if (message.kind === 'card' || message.case_id === null) return { channel };
  const card = await ctx.db
    .selectFrom('messages')
    .select(['ts', 'channel'])
    .where('case_id', '=', message.case_id)
    .where('key', '=', 'card')
    .executeTakeFirst();
  return card?.ts ? { channel: card.channel ?? channel, threadTs: card.ts } : { waitMs: THREAD_WAIT_MS };
}

async function postOnce(
  ctx: WorkerContext,
  message: ClaimedMessage,
  event: string,
  content: Omit<Parameters<WorkerContext['sender']['post']>[0], 'metadata'>,
): Promise<Sent> {
  await ctx.db
    .updateTable('messages')
    .set({ sending_at: sql<Date>`now()`, channel: content.channel })
    .where('id', '=', message.id)
    .where('fence', '=', message.fence)
    .execute();
  return ctx.sender.post({ ...content, metadata: { event_type: event, event_payload: { message: message.id } } });
}

async function settle(
  ctx: WorkerContext,
  message: ClaimedMessage,
  sent: Sent,
  at: { channel: string; revision: number },
  actor: Actor,
): Promise<Delivered> {
  switch (sent.outcome) {
    case 'sent':
      return finish(ctx, message, { channel: at.channel, ts: sent.ts }, at.revision, actor);
    case 'rate-limited':
      await clearSending(ctx, message, 'Slack asked us to slow down');
      return postpone(ctx, message, sent.waitMs);
    case 'unclear':
      ctx.log.warn({ messageId: message.id, reason: sent.reason }, 'no clear answer from Slack');
      return awaitReport(ctx, message);
    case 'refused':
      await clearSending(ctx, message, sent.reason, GONE.includes(sent.reason));
      ctx.log.error(
        { messageId: message.id, reason: sent.reason },
        'Slack refused a message; is Cordon in the channel?',
      );
      return postpone(ctx, message, GONE.includes(sent.reason) ? 0 : REFUSED_MS);
  }
}

/** Nobody knows whether it was posted: wait for Slack's own report, unless that has come already. An edit can simply be sent again. */
async function awaitReport(ctx: WorkerContext, message: ClaimedMessage): Promise<Delivered> {
  const after = (ms: number) => sql<Date>`now() + make_interval(secs => ${ms / 1000})`;
  const known = await ctx.db
    .updateTable('messages')
    .set((eb) => ({
      failure: UNCLEAR,
      due_at: eb.case().when('ts', 'is', null).then(after(UNCLEAR_MS)).else(after(RESEND_MS)).end(),
    }))
    .where('id', '=', message.id)
    .where('fence', '=', message.fence)
    .returning('ts')
    .executeTakeFirst();
  return { outcome: 'later', waitMs: known?.ts ? RESEND_MS : UNCLEAR_MS };
}

const clearSending = (ctx: WorkerContext, message: ClaimedMessage, failure: string, forget = false) =>
  ctx.db
    .updateTable('messages')
    .set({ sending_at: null, failure, ...(forget ? { ts: null, sent: 0 } : {}) })
    .where('id', '=', message.id)
    .where('fence', '=', message.fence)
    .execute();

async function finish(
  ctx: WorkerContext,
  message: ClaimedMessage,
  at: { channel: string; ts: string },
  revision: number,
  actor: Actor,
): Promise<Delivered> {
  // The card's version is the case's revision, so a drawing may be newer than what was asked for; the others count their own changes.
  const drawn = message.kind === 'card' ? Math.max(revision, message.wanted) : message.wanted;
  const againMs = message.kind === 'storm' ? SUMMARY_EVERY_MS : 0;
  const change = ctx.db
    .updateTable('messages')
    .set({
      // A first post whose answer was lost may have been reported while this one was on its way; it stays, and this one is the duplicate.
      ts: sql<string | null>`coalesce(ts, ${at.ts || null})`,
      channel: at.channel,
      sent: drawn,
      sending_at: null,
      slot_at: null,
      attempts: 0,
      failure: null,
      due_at: sql<Date | null>`case when wanted > ${drawn} then now() + make_interval(secs => ${againMs / 1000}) end`,
    })
    .where('id', '=', message.id)
    .where('fence', '=', message.fence)
    .returning('due_at');
  const isFirst = message.sent === 0 && at.ts !== '';
  const refs = { message: message.id, channel: at.channel, ts: at.ts };
  const detail = { kind: message.kind, recipient: message.recipient };
  const ofCase = message.case_id === null ? {} : { caseId: message.case_id };
  const [written] = isFirst
    ? await recordStatement(ctx.db, change, { actor, what: 'message.posted', ...ofCase, refs, detail })
    : await change.execute();
  if (!written) return { outcome: 'nothing-to-do' };
  const opened = isFirst && message.kind === 'card' && message.case_id !== null ? { opened: message.case_id } : {};
  return written.due_at ? { outcome: 'later', waitMs: againMs, ...opened } : { outcome: 'sent', ...opened };
}
