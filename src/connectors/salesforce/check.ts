import { z } from 'zod';
import { CordonError, VendorError } from '../../errors.ts';
import type { Call, Capability } from '../contract.ts';
import type { SalesforceClient } from './client.ts';
import { sameId } from './person.ts';
import { instant } from './schema.ts';
import { type Soql, soql } from './soql.ts';
import { grantRows, mayBeHidden, seesOthers, sessionRows } from './visibility.ts';
import { counted } from './words.ts';

/** What Cordon can really see in this organisation, source by source. */
export async function check(client: SalesforceClient, call: Call): Promise<readonly Capability[]> {
  return Promise.all([
    ...logs.map((log) => examine(log.source, () => newest(client, log, call))),
    examine('OauthToken', () => everybodys(client, grantRows, call)),
    examine('AuthSession', () => everybodys(client, sessionRows, call)),
    examine('Bulk API jobs', () => jobs(client, call)),
    examine('API requests', () => requests(client, call)),
  ]);
}

interface Newest {
  when: string;
  /** Absent where a missing permission does not narrow the answer to Cordon's own rows. */
  userId?: string;
}

interface Log {
  source: string;
  statement: Soql;
  row: z.ZodType<Newest>;
  kept: string;
}

const EventTime = z.object({ EventDate: instant }).transform(({ EventDate }): Newest => ({ when: EventDate }));

const logs: readonly Log[] = [
  {
    source: 'LoginHistory',
    statement: soql`SELECT LoginTime, UserId FROM LoginHistory ORDER BY LoginTime DESC LIMIT 200`,
    row: z
      .object({ LoginTime: instant, UserId: z.string() })
      .transform(({ LoginTime, UserId }): Newest => ({ when: LoginTime, userId: UserId })),
    kept: 'about 6 months',
  },
  {
    source: 'SetupAuditTrail',
    statement: soql`SELECT CreatedDate FROM SetupAuditTrail ORDER BY CreatedDate DESC LIMIT 1`,
    row: z.object({ CreatedDate: instant }).transform(({ CreatedDate }): Newest => ({ when: CreatedDate })),
    kept: 'about 180 days',
  },
  {
    source: 'ApiEvent',
    statement: soql`SELECT EventDate FROM ApiEvent ORDER BY EventDate DESC LIMIT 1`,
    row: EventTime,
    kept: 'up to 6 months',
  },
  {
    source: 'ReportEvent',
    statement: soql`SELECT EventDate FROM ReportEvent ORDER BY EventDate DESC LIMIT 1`,
    row: EventTime,
    kept: 'up to 6 months',
  },
];

type Found = Omit<Capability, 'source'>;

async function examine(source: string, look: () => Promise<Found>): Promise<Capability> {
  try {
    return { source, ...(await look()) };
  } catch (error) {
    if (!(error instanceof CordonError)) throw error;
    return { source, state: stateOf(error), detail: error.message };
  }
}

function stateOf(error: CordonError): Capability['state'] {
  if (!(error instanceof VendorError)) return 'unreachable';
  if (error.kind === 'not-licensed') return 'not-licensed';
  return error.kind === 'not-permitted' || error.kind === 'unauthenticated' ? 'not-permitted' : 'unreachable';
}

async function newest(client: SalesforceClient, { statement, row, kept }: Log, call: Call): Promise<Found> {
  const { rows } = await client.query(statement, row, call, { pages: 1 });
  const [first] = rows;
  if (!first) return { state: 'empty', detail: `Readable, but nothing is stored. Kept ${kept} where storage is on.` };
  const ownId = await client.ownUserId();
  if (first.userId !== undefined && rows.every(({ userId }) => sameId(userId ?? null, ownId ?? null))) {
    return { state: 'not-permitted', detail: "Only Cordon's own rows are visible. Give its user Manage Users." };
  }
  const age = Math.max(0, client.clock.now().getTime() - Date.parse(first.when));
  return { state: 'healthy', detail: `Newest row ${ago(age)}; kept ${kept}.` };
}

function ago(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  if (minutes < 120) return `${counted(minutes, 'minute')} old`;
  return minutes < 2_880
    ? `${counted(Math.round(minutes / 60), 'hour')} old`
    : `${counted(Math.round(minutes / 1_440), 'day')} old`;
}

async function everybodys(client: SalesforceClient, rows: typeof grantRows, call: Call): Promise<Found> {
  const total = await client.count(rows.all, call);
  if (await seesOthers(client, rows, call)) {
    return { state: 'healthy', detail: `${total.toLocaleString('en-US')} visible, everybody's among them.` };
  }
  return { state: total === 0 ? 'empty' : 'not-permitted', detail: mayBeHidden(rows) };
}

async function jobs(client: SalesforceClient, call: Call): Promise<Found> {
  const { rows } = await client.list('/jobs/query?jobType=V2Query', z.object({ id: z.string() }), call, { pages: 1 });
  const limits = 'Deleted jobs and jobs older than about 7 days do not show.';
  if (rows.length === 0) return { state: 'empty', detail: `No bulk job is listed. ${limits}` };
  return { state: 'healthy', detail: `${counted(rows.length, 'bulk job')} listed. ${limits}` };
}

const Limits = z.object({ DailyApiRequests: z.object({ Max: z.number(), Remaining: z.number() }) });

async function requests(client: SalesforceClient, call: Call): Promise<Found> {
  const { Max, Remaining } = (await client.get('/limits', Limits, call)).DailyApiRequests;
  const used = `${(Max - Remaining).toLocaleString('en-US')} of ${Max.toLocaleString('en-US')} used in the last 24 hours`;
  if (Remaining > Max / 10) return { state: 'healthy', detail: `${used}.` };
  return { state: 'off', detail: `${used}: Cordon asks nothing more until it is below 90 %. Containing still works.` };
}
