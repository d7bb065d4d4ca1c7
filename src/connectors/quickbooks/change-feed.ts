import { z } from 'zod';
import type { Call } from '../contract.ts';
import type { QuickbooksClient } from './client.ts';
import { faultError, readFault } from './faults.ts';
import { ChangedRecord } from './schema.ts';

/** QuickBooks answers with at most this many objects in all, has no pages, and does not say that there were more. */
const MOST = 1000;
const MAX_HALVINGS = 4;

export interface Change {
  entity: string;
  id: string;
  name: string | null;
  /** ISO 8601 in UTC. */
  when: string;
  deleted: boolean;
}

export interface ChangeFeed {
  /** Oldest first. */
  changes: readonly Change[];
  /** Rows QuickBooks sent in all its answers. */
  rows: number;
  /** Kinds of which only changes from the given moment on are all there. */
  incomplete: readonly { entity: string; from: string }[];
}

interface Wanted {
  entities: readonly string[];
  since: Date;
}

/**
 * What changed since then, deletions included. A full answer is incomplete: it is asked again for each kind, and then for ever later halves of
 * the time, because the feed has a beginning but no end. What was seen on the way is kept.
 */
export async function changesSince(
  client: QuickbooksClient,
  { entities, since }: Wanted,
  call: Call,
): Promise<ChangeFeed> {
  const first = await readFeed(client, { entities, since }, call);
  if (first.length < MOST) return feedOf(first, first.length, []);
  const parts: Part[] = [];
  for (const entity of entities) parts.push(await readEntity(client, entity, since, call));
  const seen = [first, ...parts.map(({ seen }) => seen)].flat();
  return feedOf(
    seen,
    seen.length,
    parts.flatMap(({ incomplete }) => incomplete),
  );
}

type Part = Pick<ChangeFeed, 'incomplete'> & { seen: readonly Change[] };

async function readEntity(client: QuickbooksClient, entity: string, since: Date, call: Call): Promise<Part> {
  const now = client.clock.now().getTime();
  const seen: Change[] = [];
  let from = since;
  for (let halvings = 0; ; halvings += 1) {
    const answer = await readFeed(client, { entities: [entity], since: from }, call);
    seen.push(...answer);
    const whole = answer.length < MOST;
    if (whole && halvings === 0) return { seen, incomplete: [] };
    if (whole) return { seen, incomplete: [{ entity, from: from.toISOString() }] };
    if (halvings === MAX_HALVINGS) return { seen, incomplete: [{ entity, from: new Date(now).toISOString() }] };
    from = new Date(from.getTime() + (now - from.getTime()) / 2);
  }
}

function feedOf(seen: readonly Change[], rows: number, incomplete: ChangeFeed['incomplete']): ChangeFeed {
  const latest = new Map<string, Change>();
  for (const change of seen) latest.set(`${change.entity} ${change.id}`, change);
  return { changes: [...latest.values()].sort((a, b) => a.when.localeCompare(b.when)), rows, incomplete };
}

async function readFeed(client: QuickbooksClient, { entities, since }: Wanted, call: Call): Promise<Change[]> {
  const changedSince = `${since.toISOString().slice(0, 19)}Z`;
  const answer = await client.get('/cdc', { entities: entities.join(','), changedSince }, feedShape(entities), call);
  return answer.CDCResponse.flatMap((part) => {
    // A 200 may carry a fault inside.
    const fault = readFault(part);
    if (fault) throw faultError(fault, 200);
    return (part.QueryResponse ?? []).flatMap((found) =>
      entities.flatMap((entity) => (found[entity] ?? []).map((record) => ({ entity, ...record }))),
    );
  });
}

function feedShape(entities: readonly string[]) {
  const found = z.object(Object.fromEntries(entities.map((entity) => [entity, z.array(ChangedRecord).nullish()])));
  return z.object({ CDCResponse: z.array(z.looseObject({ QueryResponse: z.array(found).nullish() })) });
}
