import { z } from 'zod';
import type { Call, TimelineEvent } from '../../contract.ts';
import { defineQuery } from '../../define.ts';
import { appNamer } from '../api-apps.ts';
import { type ApiRead, joinReads, totalRows, type UsualReading, usualReading } from '../api-reads.ts';
import type { SalesforceClient } from '../client.ts';
import { AboutPersonAndTime, dayOf, daysBefore, HISTORY_DAYS, sameId } from '../person.ts';
import { personalFieldsOf } from '../personal-fields.ts';
import { ApiEventRow } from '../schema.ts';
import { soql } from '../soql.ts';
import { resolveUser } from '../users.ts';
import { counted, listed } from '../words.ts';

/** Everybody's calls have to be read to find one person's: ApiEvent can be filtered on EventDate only. */
const PAGES = 8;

export const apiEvents = defineQuery({
  id: 'salesforce.api-events',
  question: 'What was read through the API, and how far is that from usual?',
  input: AboutPersonAndTime,
  data: z.object({
    rows: z.number(),
    byObject: z.array(z.object({ object: z.string(), rows: z.number() })),
    apps: z.array(z.string()),
    personalFields: z.array(z.string()),
    usualDay: z.number().nullable(),
    highestDay: z.number().nullable(),
    activeDays: z.number(),
  }),
  async run(client: SalesforceClient, { person, since, until }, call) {
    const { id, name } = await resolveUser(client, person, call);
    const begins = new Date(since).toISOString();
    const from = daysBefore(since, HISTORY_DAYS);
    const [inTime, history] = await Promise.all([
      readWindow(client, since, until, call),
      readHistory(client, from, since, call),
    ]);
    const mine = inTime.rows.filter(({ userId }) => sameId(userId, id));
    const appOf = await appNamer(client, mine, call);
    const reads = joinReads(mine).map((read) => ({ ...read, app: appOf(read.first) }));

    const reached = history.cut ? (history.rows.at(-1)?.when ?? begins) : from.toISOString();
    // A day in progress and one read in part are no measure of a day.
    const isWhole = (when: string) => dayOf(when) < dayOf(begins) && (!history.cut || dayOf(when) > dayOf(reached));
    const earlier = history.rows.filter(({ userId, when }) => sameId(userId, id) && isWhole(when));
    const usual = usualReading(joinReads(earlier));

    const data = {
      rows: totalRows(reads),
      byObject: totalsBy(reads, ({ first }) => first.object).map(([object, rows]) => ({ object, rows })),
      apps: totalsBy(reads, ({ app }) => app).map(([app]) => app),
      personalFields: [...new Set(reads.flatMap(({ first }) => personalFieldsOf(first.query, first.object)))],
      ...usual,
    };
    const notVisible = ['Calls of the Salesforce mobile app and of the Tooling API: ApiEvent never holds them.'];
    if (inTime.cut)
      notVisible.push(
        `Calls before ${inTime.rows.at(-1)?.when}: only the newest ${counted(inTime.rows.length, 'call')} of the organisation were read.`,
      );
    if (history.cut)
      notVisible.push(
        `What was usual before ${dayOf(reached)}: only ${counted(history.rows.length, 'earlier call')} of the organisation were read.`,
      );
    return {
      summary: summarise(name, data, usual, inTime.cut),
      data,
      events: eventsOf(reads),
      lookedAt: [
        { source: 'ApiEvent', from: begins, to: new Date(until).toISOString(), rows: inTime.rows.length },
        { source: 'ApiEvent (history)', from: reached, to: begins, rows: history.rows.length },
      ],
      notVisible,
    };
  },
});

const readWindow = (client: SalesforceClient, since: string, until: string, call: Call) =>
  client.query(
    soql`
      SELECT EventDate, UserId, SourceIp, Application, Client, ConnectedAppId, Operation, QueriedEntities, Query,
        RowsProcessed, RowsReturned, SessionKey
      FROM ApiEvent WHERE EventDate >= ${new Date(since)} AND EventDate <= ${new Date(until)} ORDER BY EventDate DESC`,
    ApiEventRow,
    call,
    { pages: PAGES },
  );

/** Without the query texts, which can be 10,000 characters each. */
const readHistory = (client: SalesforceClient, from: Date, since: string, call: Call) =>
  client.query(
    soql`
      SELECT EventDate, UserId, Operation, QueriedEntities, RowsProcessed, RowsReturned, SessionKey
      FROM ApiEvent WHERE EventDate >= ${from} AND EventDate < ${new Date(since)} ORDER BY EventDate DESC`,
    ApiEventRow,
    call,
    { pages: PAGES },
  );

interface NamedRead extends ApiRead {
  app: string;
}

function totalsBy(reads: readonly NamedRead[], key: (read: NamedRead) => string): [string, number][] {
  const groups = [...Map.groupBy(reads, key)].map(([name, group]): [string, number] => [name, totalRows(group)]);
  return groups.toSorted(([, one], [, other]) => other - one);
}

interface Totals {
  rows: number;
  byObject: readonly { object: string; rows: number }[];
  apps: readonly string[];
}

function summarise(name: string, { rows, byObject, apps }: Totals, usual: UsualReading, cut: boolean): string {
  const { usualDay, highestDay, activeDays } = usual;
  const beside =
    usualDay === null || highestDay === null
      ? 'what is usual is not known'
      : `usual day ${usualDay.toLocaleString('en-US')}, highest of ${counted(activeDays, 'active day')} ${highestDay.toLocaleString('en-US')}`;
  if (rows === 0) return `${name} read nothing through the API in this time; ${beside}.`;
  const objects = byObject.map(({ object, rows: ofObject }) => counted(ofObject, `${object} row`));
  return `${name} read ${cut ? 'at least ' : ''}${listed(objects)} through ${listed(apps)}; ${beside}.`;
}

/** One line for each app and object, at its first call. */
function eventsOf(reads: readonly NamedRead[]): TimelineEvent[] {
  const groups = Map.groupBy(reads, ({ app, first }) => `${app}\n${first.object}`);
  return [...groups.values()].flatMap((group) => {
    const [earliest] = group;
    if (!earliest) return [];
    const { app, first } = earliest;
    const lasted = Math.round(
      (Math.max(...group.map(({ last }) => Date.parse(last))) - Date.parse(first.when)) / 60_000,
    );
    const within = lasted < 1 ? '' : ` within ${counted(lasted, 'minute')}`;
    const what = `${counted(totalRows(group), `${first.object} row`)} read through ${app} in ${counted(group.length, 'query', 'queries')}${within}`;
    return [{ when: first.when, what, ...(first.address === null ? {} : { where: first.address }) }];
  });
}
