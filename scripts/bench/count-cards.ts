import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Child } from './child.ts';
import { parentOf } from './processor-time.ts';
import type { Answered } from './sender.ts';
import type { PostedCard } from './slack-endpoint.ts';

export interface Counted {
  /** When the card of each detection arrived at Slack, by the detection's own id. */
  cards: Map<string, number>;
  /** Accepted, but without exactly one case and one card. */
  lost: number;
  doubled: number;
}

const PATIENCE_MS = 30_000;
const LOOK_EVERY_MS = 250;

/** Waits until nothing is left to do, then holds every accepted delivery against the database and against what Slack was sent. */
export async function countCards(input: {
  databaseUrl: string;
  slack: Child;
  accepted: readonly Answered[];
}): Promise<Counted> {
  const client = new pg.Client({ connectionString: input.databaseUrl, options: '-c search_path=cordon' });
  // A statement that was cut off says so itself; without a listener a stopped database would end this process before it has cleaned up.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await untilIdle(client);
    const posted = (await input.slack.ask('cards')) as PostedCard[];
    const ids = input.accepted.map(({ id }) => id);
    const { rows } = await client.query<{ id: string; cases: number; cards: string[] }>(
      `select l.dedupe_key as id, count(distinct d.case_id)::int as cases, array_agg(m.id::text) filter (where m.id is not null) as cards
       from deliveries l
         left join detections d on d.delivery_id = l.id
         left join messages m on m.case_id = d.case_id and m.key = 'card'
       where l.dedupe_key = any($1) group by l.dedupe_key`,
      [ids],
    );
    return count(rows, posted, ids.length);
  } finally {
    await client.end();
  }
}

/** As long as cards still come, however late they are, nothing is lost. */
async function untilIdle(client: pg.Client): Promise<void> {
  let cards = -1;
  let cameAt = Date.now();
  for (let quiet = 0; quiet < 2 && Date.now() - cameAt < PATIENCE_MS; ) {
    const { rows } = await client.query<{ busy: boolean; cards: number }>(
      `select exists (select from deliveries where due_at is not null) or exists (select from messages where due_at is not null)
         or exists (select from cases where due_at is not null or prepare_at is not null) as busy,
         (select count(*)::int from messages where key = 'card' and ts is not null) as cards`,
    );
    const [found] = rows;
    if (found && found.cards !== cards) cameAt = Date.now();
    cards = found?.cards ?? 0;
    quiet = found?.busy ? 0 : quiet + 1;
    await sleep(LOOK_EVERY_MS);
  }
}

function count(
  rows: readonly { id: string; cases: number; cards: string[] | null }[],
  posted: readonly PostedCard[],
  accepted: number,
): Counted {
  const arrivals = Map.groupBy(posted, ({ message }) => message);
  const cards = new Map<string, number>();
  let lost = accepted - rows.length;
  let doubled = 0;
  for (const row of rows) {
    const seen = (row.cards ?? []).flatMap((card) => arrivals.get(card) ?? []);
    const [first] = seen;
    if (first) cards.set(row.id, first.at);
    if (row.cases === 0 || !first) lost += 1;
    if (row.cases > 1 || seen.length > 1) doubled += 1;
  }
  return { cards, lost, doubled };
}

/** The postmaster: every connection is served by a child of it. */
export async function databaseProcess(databaseUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const postmaster = parentOf(rows[0]?.pid ?? 0);
  await client.end();
  return postmaster;
}
