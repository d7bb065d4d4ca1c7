import type { App, SlackViewAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Context } from '#src/context.ts';
import { CordonError, Forbidden } from '#src/errors.ts';
import type { Enqueue } from '#src/queue/enqueue.ts';
import { answerModal, CHOICE, REASON } from '#src/slack/modals.ts';
import { UNTIL } from '#src/slack/noise-modals.ts';
import { quoting } from '#src/slack/text.ts';

/** What Slack handlers stand on. `fast` is the client for what a person waits for. */
export interface SlackDeps {
  ctx: Context;
  enqueue: Enqueue;
  fast: WebClient;
}

/** Enters one listener in Bolt. */
export type SlackHandler = (app: App, deps: SlackDeps) => void;

export interface Click extends SlackDeps {
  user: string;
  value: string;
  /** The case whose message was clicked; undefined on App Home and on a message that belongs to no case. */
  caseId: number | undefined;
  openModal(view: ModalView): Promise<void>;
}

export interface Submission extends SlackDeps {
  user: string;
  metadata: string;
  reason: string;
  choice: string;
  /** The moment a person chose; undefined where the window asks for none. */
  until: Date | undefined;
}

/** What a window turns into once its work is done. */
export interface ModalAnswer {
  title: string;
  text: string;
  /** To a page of Cordon's own. */
  link?: { url: string; label: string };
}

/** What we read of a block_actions payload; everything else in it is somebody else's word. */
const ClickBody = z.object({
  api_app_id: z.string(),
  trigger_id: z.string(),
  user: z.object({ id: z.string() }),
  container: z.object({ type: z.string(), channel_id: z.string().optional(), message_ts: z.string().optional() }),
  actions: z
    .array(
      z.object({
        action_id: z.string(),
        value: z.string().optional(),
        selected_option: z.object({ value: z.string() }).nullish(),
      }),
    )
    .min(1),
});
type ClickBody = z.infer<typeof ClickBody>;

/**
 * A button: who clicked what, on which of our own messages. What the click does is on disk before it is acknowledged; an error is
 * answered to the person alone, in words.
 */
export const slackButton =
  (actionId: string | RegExp, work: (click: Click) => Promise<void>): SlackHandler =>
  (app, deps) => {
    app.action(actionId, async ({ ack, body: raw, respond }) => {
      const what = String(actionId);
      try {
        const body = ClickBody.parse(raw);
        const caseId = await messageOf(deps, body);
        const [action] = body.actions;
        const value = action?.selected_option?.value ?? action?.value ?? '';
        const openModal = async (view: ModalView) => {
          await deps.fast.views.open({ trigger_id: body.trigger_id, view });
        };
        await work({ ...deps, user: body.user.id, value, caseId, openModal });
        deps.ctx.metrics.clicks.inc({ what, answer: 'ok' });
        await ack();
      } catch (error) {
        await ack();
        const text = quoting(inWords(deps, what, error));
        await respond({ response_type: 'ephemeral', replace_original: false, text }).catch((cause: unknown) =>
          deps.ctx.log.warn({ err: cause }, 'could not answer a click in private'),
        );
      }
    });
  };

/** A modal's submit: the answer appears in the same window. */
export const slackModal =
  (callbackId: string, work: (submission: Submission) => Promise<ModalAnswer>): SlackHandler =>
  (app, deps) => {
    app.view<SlackViewAction>(callbackId, async ({ ack, body, view }) => {
      if (body.type !== 'view_submission') return ack();
      try {
        const { values } = view.state;
        const reason = values[REASON.block]?.[REASON.action]?.value ?? '';
        const choice = values[CHOICE.block]?.[CHOICE.action]?.selected_option?.value ?? '';
        const seconds = values[UNTIL.block]?.[UNTIL.action]?.selected_date_time;
        const until = seconds ? new Date(seconds * 1000) : undefined;
        const metadata = view.private_metadata;
        const answer = await work({ ...deps, user: body.user.id, metadata, reason, choice, until });
        deps.ctx.metrics.clicks.inc({ what: callbackId, answer: 'ok' });
        await ack({ response_action: 'update', view: answerModal(answer.title, answer.text, answer.link) });
      } catch (error) {
        await ack({ response_action: 'update', view: answerModal('Not done', inWords(deps, callbackId, error)) });
      }
    });
  };

function inWords({ ctx }: SlackDeps, what: string, error: unknown): string {
  if (error instanceof CordonError) {
    ctx.metrics.clicks.inc({ what, answer: error.code });
    return error.message;
  }
  ctx.metrics.clicks.inc({ what, answer: 'failed' });
  ctx.log.error({ err: error, what }, 'a click failed');
  return 'Cordon could not do this just now. Nothing was changed. Please press again; if it stays so, tell whoever runs Cordon.';
}

/** A click on a message counts only when that message is one of ours, where we put it; buttons copied elsewhere do nothing. */
async function messageOf({ ctx }: SlackDeps, body: ClickBody): Promise<number | undefined> {
  if (body.api_app_id !== ctx.config.slack.app) throw notOurs();
  const { container } = body;
  if (container.type === 'view') return undefined;
  if (container.type !== 'message' || !container.channel_id || !container.message_ts) throw notOurs();
  const message = await ctx.db
    .selectFrom('messages')
    .select('case_id')
    .where('channel', '=', container.channel_id)
    .where('ts', '=', container.message_ts)
    .executeTakeFirst();
  if (!message) throw notOurs();
  return message.case_id ?? undefined;
}

const notOurs = () =>
  new Forbidden(
    'not-ours',
    'This button is not on a message Cordon posted here, so nothing was done. Open the case from App Home.',
  );
