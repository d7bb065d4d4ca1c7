import type { RequestListener } from 'node:http';
import { App, HTTPReceiver, type Logger, LogLevel, type Receiver, SocketModeReceiver } from '@slack/bolt';
import { sql } from 'kysely';
import type { SlackDeps } from './click.ts';
import { isFromTheFuture } from './freshness.ts';
import { slackHandlers } from './index.ts';

const ENDPOINT = '/slack/events';

export interface SlackApp {
  /** Answers `/slack/events`; refuses everything in Socket Mode. */
  listener: RequestListener;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Bolt, with what it does not do: it checks that a request came from Slack, but neither its replay, nor a timestamp in the future, nor
 * who clicked. The last is every handler's own work.
 */
export function createSlackApp(deps: SlackDeps): SlackApp {
  const { slack } = deps.ctx.config;
  const logger = boltLogger(deps);
  const http = slack.app_token ? undefined : httpReceiver(deps, logger);
  const receiver: Receiver = http ?? new SocketModeReceiver({ appToken: slack.app_token ?? '', logger });
  const app = new App({
    receiver,
    logger,
    convoStore: false,
    authorize: async ({ teamId, enterpriseId }) => {
      if (teamId !== slack.team && enterpriseId !== slack.team) throw new Error('another workspace');
      return { botToken: slack.bot_token, teamId: slack.team };
    },
    clientOptions: {
      slackApiUrl: slack.api_url,
      allowAbsoluteUrls: false,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
    },
  });
  app.error(async (error) => deps.ctx.log.error({ err: error }, 'slack listener'));
  app.use(async ({ context, next }) => {
    if (await isRepeat(deps, context)) return;
    await next();
  });
  for (const handler of slackHandlers) handler(app, deps);
  const notHere: RequestListener = (_, response) => response.writeHead(404).end();
  return {
    listener: http ? guarded(http.requestListener, deps) : notHere,
    start: async () => void (http ? undefined : await app.start()),
    stop: async () => void (http ? undefined : await app.stop()),
  };
}

const httpReceiver = ({ ctx }: SlackDeps, logger: Logger): HTTPReceiver =>
  new HTTPReceiver({
    signingSecret: ctx.config.slack.signing_secret,
    endpoints: ENDPOINT,
    bodyLimit: '1mb',
    logger,
    customPropertiesExtractor: (request) => ({ signature: request.headers['x-slack-signature'] }),
  });

/** A timestamp ahead of our clock would outlive the replay store; and what Bolt does not know it throws at whoever called it. */
const guarded =
  (listener: RequestListener, { ctx }: SlackDeps): RequestListener =>
  (request, response) => {
    const path = URL.parse(request.url ?? '/', 'http://localhost')?.pathname;
    if (path !== ENDPOINT || request.method !== 'POST') {
      response.writeHead(path === ENDPOINT ? 405 : 404).end();
      return;
    }
    if (isFromTheFuture(request.headers['x-slack-request-timestamp'], ctx.clock.now())) {
      response.writeHead(401).end();
      return;
    }
    listener(request, response);
  };

/** The same signed request a second time: already worked on, over all server processes. */
async function isRepeat({ ctx }: SlackDeps, context: Record<string, unknown>): Promise<boolean> {
  const { signature } = context;
  if (typeof signature !== 'string') return false;
  const seen = await ctx.db
    .insertInto('seen_requests')
    .values({ signature, seen_at: sql<Date>`now()` })
    .onConflict((conflict) => conflict.column('signature').doNothing())
    .returning('signature')
    .executeTakeFirst();
  if (!seen) ctx.log.warn('a Slack request was sent twice; the second one was ignored');
  return !seen;
}

function boltLogger({ ctx }: SlackDeps): Logger {
  const log = ctx.log.child({ part: 'bolt' });
  return {
    debug: () => undefined,
    info: (...words) => log.debug(words.map(String).join(' ')),
    warn: (...words) => log.warn(words.map(String).join(' ')),
    error: (...words) => log.error(words.map(String).join(' ')),
    setLevel: () => undefined,
    getLevel: () => LogLevel.WARN,
    setName: () => undefined,
  };
}
