import { createHmac } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { parseJson } from '../arguments.ts';
import type { Recent } from '../recent.ts';

/** Where the bot listens. Read at every request, so that the port may be known later than the sandbox starts. */
export interface Bot {
  url: string;
  signingSecret: string;
}

/** What came back. `failure` is Slack's own word for why nothing did. */
export interface AppAnswer {
  ok: boolean;
  status: number;
  ms: number;
  answer: unknown;
  failure?: 'http_timeout' | 'connection_failed';
  noRetry: boolean;
}

export interface AppRequest {
  body: string;
  contentType: string;
  /** Added last, so that a test can forge, replay or drop any header; null drops it. */
  headers?: Record<string, string | null>;
  /** Seconds by which the timestamp is off; negative is in the past. */
  secondsOff?: number;
  secret?: string;
}

/** One request to the bot as it went out. */
export interface SentRequest {
  at: string;
  headers: Record<string, string>;
  body: string;
  status: number;
}

export interface AppLine {
  send(request: AppRequest): Promise<AppAnswer>;
  /** A form with nothing after its content type: with a charset, Bolt would read it as JSON. */
  sendForm(fields: Record<string, string>): Promise<AppAnswer>;
  sendJson(value: unknown, headers?: Record<string, string>): Promise<AppAnswer>;
}

const FORM = 'application/x-www-form-urlencoded';

/** Signed HTTP to the bot. Timestamps are the machine's own, because the bot checks them against its own. */
export function createAppLine(bot: Bot, ackTimeoutMs: number, sent: Recent<SentRequest>): AppLine {
  async function send(request: AppRequest): Promise<AppAnswer> {
    const headers = signedHeaders(request, request.secret ?? bot.signingSecret);
    const started = performance.now();
    const outcome = await post(`${bot.url}/slack/events`, headers, request.body, ackTimeoutMs);
    sent.add({ at: new Date().toISOString(), headers, body: request.body, status: outcome.status });
    return { ...outcome, ms: Math.round(performance.now() - started) };
  }
  return {
    send,
    sendForm: (fields) => send({ contentType: FORM, body: new URLSearchParams(fields).toString() }),
    sendJson: (value, headers = {}) => send({ contentType: 'application/json', body: JSON.stringify(value), headers }),
  };
}

function signedHeaders({ body, contentType, secondsOff = 0, headers = {} }: AppRequest, secret: string) {
  const timestamp = String(Math.floor(Date.now() / 1000) + secondsOff);
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  const all: Record<string, string | null> = {
    'content-type': contentType,
    'user-agent': 'Slackbot 1.0 (local stand-in)',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${signature}`,
    ...headers,
  };
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null));
}

async function post(url: string, headers: Record<string, string>, body: string, timeoutMs: number) {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
    const text = await response.text();
    const noRetry = response.headers.get('x-slack-no-retry') === '1';
    return { ok: response.ok, status: response.status, answer: parseJson(text) ?? text, noRetry };
  } catch (error) {
    const late = error instanceof DOMException && error.name === 'TimeoutError';
    const failure = late ? ('http_timeout' as const) : ('connection_failed' as const);
    return { ok: false, status: 0, answer: null, failure, noRetry: false };
  }
}
