import type { z } from 'zod';
import type { Clock } from '../clock.ts';
import { VendorError } from '../errors.ts';

/** One answer as it came, before it is parsed. `body` is JSON when the vendor sent JSON, else text. */
export interface RawAnswer {
  status: number;
  headers: Headers;
  body: unknown;
}

export interface HttpRequest<Shape> {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Absolute, or relative to the base URL. */
  path: string;
  query?: Record<string, string | number | boolean | undefined>;
  headers?: Record<string, string>;
  json?: unknown;
  form?: Record<string, string>;
  text?: string;
  signal: AbortSignal;
  /** What a success must look like; anything else is `unexpected-shape`. */
  shape: z.ZodType<Shape>;
  /** Only reads, and writes that carry the vendor's own idempotency key, may be sent again. */
  repeatable?: boolean;
}

export interface HttpAnswer<Shape> {
  status: number;
  headers: Headers;
  data: Shape;
}

interface HttpSettings {
  vendor: string;
  baseUrl: string;
  clock: Clock;
  timeoutMs?: number;
  authorize(request: { method: string; url: string }): Promise<Record<string, string>>;
  /** Turns a non-2xx answer into an error; `undefined` falls back to the status code's usual meaning. */
  classify(answer: RawAnswer): VendorError | undefined;
  /** Sees every answer first: rate headers, request ids. */
  observe?(answer: RawAnswer): void;
  /** Called once after a 401 that a fresh token could mend; return false when it could not. */
  reauthorize?(): Promise<boolean>;
}

export interface Http {
  request<Shape>(request: HttpRequest<Shape>): Promise<HttpAnswer<Shape>>;
}

const MAX_BODY_BYTES = 16 * 1024 * 1024;
const MAX_TRIES = 3;
/** Waiting longer than this belongs into the queue, not into a held-open call. */
const LONGEST_WAIT_MS = 2_000;

export function createHttp(settings: HttpSettings): Http {
  const timeoutMs = settings.timeoutMs ?? 10_000;

  async function send<Shape>(request: HttpRequest<Shape>): Promise<RawAnswer> {
    const method = request.method ?? 'GET';
    const url = buildUrl(settings.baseUrl, request.path, request.query);
    const headers = { accept: 'application/json', ...(await settings.authorize({ method, url })), ...request.headers };
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMs)]);
    try {
      const response = await fetch(url, { method, signal, redirect: 'error', ...encodeBody(request, headers) });
      const answer = { status: response.status, headers: response.headers, body: await readBody(response) };
      settings.observe?.(answer);
      return answer;
    } catch (cause) {
      if (cause instanceof VendorError) throw cause;
      throw new VendorError(
        `${settings.vendor} did not answer. The call is tried again; if this lasts, check its status page.`,
        {
          vendor: settings.vendor,
          kind: 'unavailable',
          cause,
        },
      );
    }
  }

  async function attempt<Shape>(request: HttpRequest<Shape>, mayReauthorize: boolean): Promise<HttpAnswer<Shape>> {
    const answer = await send(request);
    if (answer.status < 200 || answer.status > 299) {
      const error = settings.classify(answer) ?? usualMeaning(settings, answer);
      if (error.kind === 'unauthenticated' && mayReauthorize && (await settings.reauthorize?.())) {
        return attempt(request, false);
      }
      throw error;
    }
    const parsed = request.shape.safeParse(answer.body);
    if (parsed.success) return { status: answer.status, headers: answer.headers, data: parsed.data };
    const where = parsed.error.issues.map((issue) => issue.path.join('.') || '(body)').slice(0, 5);
    throw new VendorError(
      `${settings.vendor} answered in a shape Cordon does not know (${where.join(', ')}). Please report it.`,
      {
        vendor: settings.vendor,
        kind: 'unexpected-shape',
        status: answer.status,
      },
    );
  }

  return {
    async request(request) {
      const repeatable = request.repeatable ?? (request.method ?? 'GET') === 'GET';
      for (let tried = 1; ; tried += 1) {
        try {
          return await attempt(request, true);
        } catch (error) {
          if (!(error instanceof VendorError) || !error.retryable || !repeatable || tried === MAX_TRIES) throw error;
          const wait = error.retryAfterMs ?? 100 * 2 ** tried * (0.5 + Math.random());
          if (wait > LONGEST_WAIT_MS || request.signal.aborted) throw error;
          await settings.clock.sleep(wait, request.signal);
        }
      }
    },
  };
}

function buildUrl(baseUrl: string, path: string, query: HttpRequest<unknown>['query'] = {}): string {
  const url = new URL(/^https?:\/\//.test(path) ? path : `${baseUrl.replace(/\/$/, '')}${path}`);
  if (url.origin !== new URL(baseUrl).origin) {
    throw new VendorError('A vendor pointed Cordon at another host; the link was not followed.', {
      vendor: new URL(baseUrl).host,
      kind: 'refused',
    });
  }
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  return url.href;
}

function encodeBody(request: HttpRequest<unknown>, headers: Record<string, string>): RequestInit {
  if (request.json !== undefined) {
    return { headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(request.json) };
  }
  if (request.form) return { headers, body: new URLSearchParams(request.form) };
  if (request.text !== undefined) return { headers: { 'content-type': 'text/plain', ...headers }, body: request.text };
  return { headers };
}

async function readBody(response: Response): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) throw new RangeError(`answer larger than ${MAX_BODY_BYTES} bytes`);
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function usualMeaning({ vendor, clock }: HttpSettings, { status, headers }: RawAnswer): VendorError {
  const retryAfterMs = parseRetryAfter(headers.get('retry-after'), clock);
  const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
  if (status === 429)
    return new VendorError(`${vendor} asks us to slow down.`, { vendor, kind: 'rate-limited', status, ...wait });
  if (status >= 500)
    return new VendorError(`${vendor} is having trouble (HTTP ${status}).`, {
      vendor,
      kind: 'unavailable',
      status,
      ...wait,
    });
  if (status === 401)
    return new VendorError(`${vendor} does not accept Cordon's credentials. Renew them in cordon.yaml.`, {
      vendor,
      kind: 'unauthenticated',
      status,
    });
  if (status === 403)
    return new VendorError(`${vendor} does not permit this to Cordon. Grant the scope its README names.`, {
      vendor,
      kind: 'not-permitted',
      status,
    });
  if (status === 404)
    return new VendorError(`${vendor} does not know this object.`, { vendor, kind: 'not-found', status });
  return new VendorError(`${vendor} refused the request (HTTP ${status}).`, { vendor, kind: 'refused', status });
}

/** Seconds or an HTTP date, as RFC 9110 section 10.2.3 allows; milliseconds from now, never negative. */
export function parseRetryAfter(value: string | null, clock: Clock): number | undefined {
  if (value === null || value.trim() === '') return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - clock.now().getTime());
}
