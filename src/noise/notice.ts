import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Config } from '../config/schema.ts';
import type { Tables } from '../db/schema.ts';
import type { Actor } from '../journal/actor.ts';

/** Where a notice goes: one channel, or one person. */
export type Addressee = { channel: string } | { recipient: string };

interface Notice {
  /** Two notices of one key are one. */
  key: string;
  to: Addressee;
  /** As in the journal: `snooze.set`, `source.silent`. */
  what: string;
  actor: Actor;
  detail: Record<string, unknown>;
}

/** Writes down one line that belongs to no case, together with what it tells. Returns the message to send; undefined when it was told before. */
export async function queueNotice(db: Kysely<Tables>, notice: Notice): Promise<string | undefined> {
  const { key, to, what, actor, detail } = notice;
  return queueOnce(db, {
    key,
    kind: 'notice',
    to,
    detail: sql`jsonb_build_object('at',
    to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'what', ${what}::text, 'actor', ${JSON.stringify(actor)}::jsonb,
    'detail', ${JSON.stringify(detail)}::jsonb)`,
  });
}

/** The summary of a storm: one message, drawn anew as the storm goes on. */
export const queueSummary = (db: Kysely<Tables>, stormId: string, channel: string): Promise<string | undefined> =>
  queueOnce(db, {
    key: summaryKey(stormId),
    kind: 'storm',
    to: { channel },
    detail: sql`jsonb_build_object('storm', ${stormId}::text)`,
  });

export const summaryKey = (stormId: string): string => `storm:${stormId}`;

async function queueOnce(
  db: Kysely<Tables>,
  { key, kind, to, detail }: { key: string; kind: string; to: Addressee; detail: ReturnType<typeof sql> },
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    insert into messages (id, key, kind, channel, recipient, detail, due_at)
    values (${randomUUID()}, ${key}, ${kind}, ${'channel' in to ? to.channel : null},
      ${'recipient' in to ? to.recipient : null}, ${detail}, now())
    on conflict (key) where case_id is null do nothing returning id`.execute(db);
  return rows[0]?.id;
}

/** Whoever answers for a source; the triage channel where nobody does. */
export function ownerOf({ sources, roles, slack }: Config, source: string): Addressee {
  const owner = Object.hasOwn(sources, source) ? sources[source]?.owner : undefined;
  const everybody = Object.values(roles).flatMap(({ people, deputies }) => [...people, ...deputies]);
  const person = owner && everybody.find(({ email }) => email === owner);
  return person ? { recipient: person.slack } : { channel: slack.channels.triage };
}
