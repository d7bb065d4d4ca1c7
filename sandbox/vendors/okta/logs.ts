import type { TwinAnswer, TwinRequest } from '#sandbox/twin.ts';
import { baseUrlOf, type GuardedRoute, ok, refuse } from './answers.ts';
import { BadFilter, type Condition, parseFilter } from './filter.ts';
import { type LogEvent, visibleEvents } from './log-events.ts';
import type { Org } from './state.ts';

const DAY_MS = 86_400_000;
const RETENTION_DAYS = 90;
const OLDEST_SINCE_DAYS = 180;
const DEFAULT_DAYS = 7;

export const logRoutes = (org: Org): GuardedRoute[] => [
  { method: 'GET', pattern: '/api/v1/logs', scope: 'okta.logs.read', handle: (request) => listLogs(org, request) },
];

/** Where a page ended: everything up to this event has been sent. `since` travels along, because it cannot be given again. */
interface Cursor {
  since: number;
  at: string;
  uuid: string;
}

const invalid = (cause: string): TwinAnswer => refuse(400, 'E0000001', 'Api validation failed: logs', cause);

function listLogs(org: Org, request: TwinRequest): TwinAnswer {
  const { query } = request;
  const now = org.world.now().getTime();
  const cursor = readCursor(query.get('after'));
  if (cursor && query.has('since')) return invalid('since and after are mutually exclusive');
  const limit = Number(query.get('limit') ?? 100);
  if (!Number.isInteger(limit) || limit < 0 || limit > 1000) return invalid('limit must be between 0 and 1000');
  const until = Date.parse(query.get('until') ?? '') || null;
  const since = cursor?.since ?? (Date.parse(query.get('since') ?? '') || (until ?? now) - DEFAULT_DAYS * DAY_MS);
  if (since < now - OLDEST_SINCE_DAYS * DAY_MS) return badQuery('since is more than 180 days ago');
  const condition = readFilter(query.get('filter'));
  if (typeof condition !== 'function') return condition;

  const descending = query.get('sortOrder') === 'DESCENDING';
  const from = Math.max(since, now - RETENTION_DAYS * DAY_MS);
  const all = visibleEvents(org.state, new Date(now)).filter((event) => {
    const at = Date.parse(event.published);
    return at >= from && (until === null || at < until) && condition(event);
  });
  const ordered = descending ? all.toReversed() : all;
  const rest = cursor ? ordered.filter((event) => isBeyond(event, cursor, descending)) : ordered;
  const page = rest.slice(0, limit);
  // A polling query never ends; a bounded one does.
  const goesOn = until === null && !descending ? true : rest.length > page.length;
  const last = page.at(-1);
  const end = last ? { since, at: last.published, uuid: last.uuid } : (cursor ?? { since, at: '', uuid: '' });
  return ok(page, { link: links(request, goesOn ? end : undefined) });
}

function isBeyond({ published, uuid }: LogEvent, { at, uuid: last }: Cursor, descending: boolean): boolean {
  const order = published.localeCompare(at) || uuid.localeCompare(last);
  return descending ? order < 0 : order > 0;
}

const badQuery = (cause: string): TwinAnswer => refuse(400, 'E0000053', 'Invalid filter or date range', cause);

function readFilter(expression: string | null): Condition | TwinAnswer {
  try {
    return expression === null ? () => true : parseFilter(expression);
  } catch (error) {
    if (error instanceof BadFilter) return refuse(400, error.code, 'Invalid search criteria', error.message);
    throw error;
  }
}

function readCursor(after: string | null): Cursor | undefined {
  return after === null ? undefined : JSON.parse(Buffer.from(after, 'base64url').toString('utf8'));
}

/** Two header lines, as Okta sends them. */
function links(request: TwinRequest, end: Cursor | undefined): string[] {
  const url = new URL(`${baseUrlOf(request)}${request.path}`);
  for (const [name, value] of request.query) url.searchParams.set(name, value);
  const self = `<${url.href}>; rel="self"`;
  if (!end) return [self];
  url.searchParams.delete('since');
  url.searchParams.set('after', Buffer.from(JSON.stringify(end)).toString('base64url'));
  return [self, `<${url.href}>; rel="next"`];
}
