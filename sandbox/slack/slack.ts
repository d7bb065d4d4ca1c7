import type { Route, World } from '#sandbox/twin.ts';
import { type ApiCall, apiRoutes } from './api.ts';
import { type AppAnswer, type AppRequest, type Bot, createAppLine, type SentRequest } from './interactions/app-line.ts';
import { createEventSender } from './interactions/events.ts';
import type { Front } from './interactions/front.ts';
import type { Manifest } from './manifest.ts';
import { createPacing, type Pacing } from './pacing.ts';
import { createRecent, type Recent } from './recent.ts';
import { responseRoutes } from './response-url.ts';
import { initialState } from './state.ts';
import { uploadRoutes } from './uploads.ts';
import type { AppEvent, Workspace } from './workspace.ts';

interface SlackSettings {
  bot: Bot;
  manifest: Manifest;
  ownUrl(): string;
  /** How long the app has to answer; Slack gives 3,000 ms. */
  ackTimeoutMs: number;
  eventRetryDelaysMs: readonly number[];
  /** Whether rate limits and post pacing are kept. */
  paced: boolean;
}

/** The stand-in for Slack: what the app calls, what people do, and what happened. */
export interface Slack {
  routes: readonly Route[];
  workspace: Workspace;
  front: Front;
  pacing: Pacing;
  calls: Recent<ApiCall>;
  sent: Recent<SentRequest>;
  /** A hand-made request to the bot: forged, replayed, late. */
  raw(request: AppRequest): Promise<AppAnswer>;
  stop(): void;
}

const REMEMBERED_CALLS = 500;
const REMEMBERED_REQUESTS = 200;

export function createSlack(world: World, settings: SlackSettings): Slack {
  const state = world.store('slack', initialState);
  const calls = createRecent<ApiCall>(REMEMBERED_CALLS);
  const sent = createRecent<SentRequest>(REMEMBERED_REQUESTS);
  const line = createAppLine(settings.bot, settings.ackTimeoutMs, sent);
  const events = createEventSender(state, line, settings.eventRetryDelaysMs);
  const pacing = createPacing(world, settings.paced);
  const subscribed = settings.manifest.settings.event_subscriptions.bot_events;
  const workspace: Workspace = {
    world,
    state,
    manifest: settings.manifest,
    ownUrl: settings.ownUrl,
    notify(event: AppEvent) {
      if (subscribed.includes(event.type)) void events.send(event);
    },
  };
  return {
    routes: [...apiRoutes(workspace, pacing, calls), ...responseRoutes(workspace), ...uploadRoutes(workspace)],
    workspace,
    front: { workspace, line, event: events.send },
    pacing,
    calls,
    sent,
    raw: line.send,
    stop: events.stop,
  };
}
