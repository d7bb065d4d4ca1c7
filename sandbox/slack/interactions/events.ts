import { company } from '#sandbox/company.ts';
import type { SlackState } from '../state.ts';
import { type AppEvent, nextId } from '../workspace.ts';
import type { AppAnswer, AppLine } from './app-line.ts';
import { verificationToken } from './payloads.ts';

/** Slack tries again almost at once, after a minute, and after five. */
export const usualRetryDelaysMs: readonly number[] = [0, 60_000, 300_000];

export interface EventSender {
  /** The answer to the first try; later tries go on by themselves. */
  send(event: AppEvent): Promise<AppAnswer>;
  stop(): void;
}

/** The Events API: an envelope with an id, delivered until the bot takes it or three retries are used up. */
export function createEventSender(state: SlackState, line: AppLine, retryDelaysMs: readonly number[]): EventSender {
  const timers = new Set<NodeJS.Timeout>();
  let stopped = false;

  async function attempt(envelope: unknown, num: number, reason: string): Promise<AppAnswer> {
    const retry = { 'x-slack-retry-num': String(num), 'x-slack-retry-reason': reason };
    const answer = await line.sendJson(envelope, num === 0 ? {} : retry);
    const delayMs = retryDelaysMs[num];
    if (answer.ok || answer.noRetry || stopped || delayMs === undefined) return answer;
    const timer = setTimeout(() => {
      timers.delete(timer);
      void attempt(envelope, num + 1, answer.failure ?? 'http_error');
    }, delayMs);
    timers.add(timer.unref());
    return answer;
  }

  return {
    send: (event) => attempt(envelopeOf(state, event), 0, ''),
    stop() {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

const envelopeOf = (state: SlackState, event: AppEvent) => ({
  token: verificationToken,
  team_id: company.slackTeamId,
  context_team_id: company.slackTeamId,
  context_enterprise_id: null,
  api_app_id: company.slackAppId,
  type: 'event_callback',
  event,
  event_id: nextId({ state }, 'Ev'),
  event_time: Math.floor(Number(event.event_ts ?? 0)),
  authorizations: [
    {
      enterprise_id: null,
      team_id: company.slackTeamId,
      user_id: company.botUserId,
      is_bot: true,
      is_enterprise_install: false,
    },
  ],
  is_ext_shared_channel: false,
  event_context: nextId({ state }, '4-sandbox-'),
});
