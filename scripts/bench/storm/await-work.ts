import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { now } from '../numbers.ts';

export interface Waited {
  /** When nothing was left, or when there was no hope any more. */
  at: number;
  /** What was still waiting then, in words; undefined when nothing. */
  left?: string;
}

const LOOK_EVERY_MS = 100;
const PATIENCE_MS = 60_000;

/** `progress` changes as long as something goes on; `left` counts what waits, by name. */
interface Look {
  left: Record<string, number>;
  progress: string;
}

const PLACED = `select json_build_object('deliveries', count(*) filter (where state = 'received')) as left,
  (count(*) filter (where state <> 'received'))::text as progress from deliveries`;

const IDLE = `select json_build_object(
    'deliveries', (select count(*) from deliveries where due_at is not null),
    'cases', (select count(*) from cases where due_at is not null or prepare_at is not null),
    'messages', (select count(*) from messages where due_at is not null),
    'chains', (select count(*) from chain_waits where due_at <= now())) as left,
  concat((select count(*) from deliveries where state <> 'received'), ' ', (select sum(revision) from cases), ' ',
    (select sum(sent) from messages), ' ', (select count(*) from chain_waits where due_at is not null)) as progress`;

/** Waits until every stored delivery has found its place. */
export const untilPlaced = (client: pg.Client): Promise<Waited> => until(client, PLACED, 1);

/** Waits until nothing is left to do, as seen twice: one job may just be handing over to the next. */
export const untilIdle = (client: pg.Client): Promise<Waited> => until(client, IDLE, 2);

async function until(client: pg.Client, query: string, looks: number): Promise<Waited> {
  let before = '';
  let changedAt = now();
  for (let quiet = 0; ; ) {
    const { rows } = await client.query<Look>(query);
    const { left = {}, progress = '' } = rows[0] ?? {};
    const waiting = Object.entries(left).filter(([, count]) => count > 0);
    const at = now();
    if (progress !== before) changedAt = at;
    before = progress;
    quiet = waiting.length === 0 ? quiet + 1 : 0;
    if (quiet === looks) return { at };
    if (at - changedAt > PATIENCE_MS)
      return { at, left: waiting.map(([what, count]) => `${count} ${what}`).join(', ') };
    await sleep(LOOK_EVERY_MS);
  }
}
