import type { LookedAt } from '../contract.ts';
import type { OktaClient } from './client.ts';
import { LogEvent } from './log-event.ts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
/** Okta keeps its System Log this long, and answers older questions with less, silently. */
export const RETENTION_DAYS = 90;
const PAGE_ROWS = 1000;
const MAX_PAGES = 5;
/** Okta promises no figure; events this young may not all have arrived. */
const LATE_MS = HOUR_MS / 4;

interface LogQuery {
  since: Date;
  until: Date;
  filter: string;
  signal: AbortSignal;
}

export interface LogAnswer {
  events: LogEvent[];
  lookedAt: LookedAt;
  notVisible: string[];
}

/** A text in a filter expression. */
export const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, (mark) => `\\${mark}`)}"`;

const keptSince = (client: OktaClient): Date => new Date(client.clock.now().getTime() - RETENTION_DAYS * DAY_MS);

/** Where the history before a window begins: 90 days earlier, or where the log does. `days` is how much that is. */
export function historyBefore(client: OktaClient, start: Date): { since: Date; days: number } {
  const earliest = Math.max(start.getTime() - RETENTION_DAYS * DAY_MS, keptSince(client).getTime());
  const since = new Date(Math.min(earliest, start.getTime()));
  return { since, days: Math.round((start.getTime() - since.getTime()) / DAY_MS) };
}

/** A bounded query: finite, in order of publication, without what arrives late. Says what it cannot see. */
export async function readLog(client: OktaClient, { since, until, filter, signal }: LogQuery): Promise<LogAnswer> {
  const now = client.clock.now();
  const kept = keptSince(client);
  const from = since < kept ? kept : since;
  const notVisible = noticesFor({ since, kept, until, now });
  const lookedAt = { source: 'Okta System Log', from: from.toISOString(), to: until.toISOString() };
  if (until <= from) return { events: [], lookedAt: { ...lookedAt, rows: 0 }, notVisible };

  const query = { since: from.toISOString(), until: until.toISOString(), filter, limit: PAGE_ROWS };
  const { rows, cut } = await client.list({ path: '/api/v1/logs', query, row: LogEvent, signal, maxPages: MAX_PAGES });
  if (cut)
    notVisible.push(`Only the first ${rows.length.toLocaleString('en-US')} log events of this window were read.`);
  const events = [...new Map(rows.map((event) => [event.id, event])).values()];
  return { events, lookedAt: { ...lookedAt, rows: rows.length }, notVisible };
}

function noticesFor({ since, kept, until, now }: { since: Date; kept: Date; until: Date; now: Date }): string[] {
  const notices: string[] = [];
  if (since < kept) {
    const missing = kept.toISOString().slice(0, 10);
    notices.push(`Okta keeps ${RETENTION_DAYS} days of its log; nothing before ${missing} was read.`);
  }
  if (until.getTime() > now.getTime() - LATE_MS) {
    notices.push("Events of the last few minutes may be missing; Okta's log can be late.");
  }
  return notices;
}
