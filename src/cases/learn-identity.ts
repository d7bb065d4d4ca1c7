import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { contradict, personKeys } from '../correlation/identity-keys.ts';
import type { Actor } from '../journal/actor.ts';
import { recordChange, type Tx } from '../journal/record-change.ts';

/** What a directory's answer about a person may hold; every `<vendor>.user` query has some of it. */
const Profile = z.object({
  userId: z.string().optional(),
  email: z.string().optional(),
  login: z.string().optional(),
  username: z.string().optional(),
  aliases: z.array(z.string()).optional(),
});

/** Answers that say who somebody is. */
export const isDirectory = (query: string): boolean => query.endsWith('.user');

/**
 * Keeps what a vendor's directory says about a person: that these ids and addresses are one. Returns true when something new was learned.
 * Two people the vendor now calls one are only made one when nothing else tells them apart.
 */
export async function learnIdentity(
  ctx: Context,
  input: { query: string; data: unknown; actor: Actor },
): Promise<boolean> {
  const vendor = input.query.split('.')[0] ?? '';
  const profile = Profile.safeParse(input.data);
  if (!profile.success) return false;
  const keys = keysOf(vendor, profile.data);
  if (keys.length < 2) return false;
  return recordChange<boolean>(ctx.db, async (tx) => {
    const known = await knownPeople(tx, keys);
    const [person = randomUUID(), ...others] = new Set(known.map((one) => one.person));
    const missing = keys.filter((key) => !known.some((one) => one.key === key));
    if (missing.length + others.length === 0 || !areOne(known)) return { result: false, journal: 'unchanged' };
    if (missing.length > 0)
      await tx
        .insertInto('identities')
        .values(missing.map((key) => ({ key, person, said_by: vendor })))
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    if (others.length > 0) await tx.updateTable('identities').set({ person }).where('person', 'in', others).execute();
    await spread(tx, person);
    const entry = { actor: input.actor, what: 'identity.learned', detail: { saidBy: vendor, keys } };
    return { result: true, journal: [entry] };
  });
}

function keysOf(vendor: string, { userId, email, login, username, aliases = [] }: z.infer<typeof Profile>): string[] {
  const addresses = [email, login, username, ...aliases].flatMap((one) =>
    one?.includes('@') ? one.toLowerCase() : [],
  );
  const ids = userId ? { [vendor]: userId } : {};
  return [
    ...new Set([...addresses.map((one) => `email:${one}`), ...personKeys({ ids }, vendor).map(({ key }) => key)]),
  ];
}

const knownPeople = (tx: Tx, keys: readonly string[]) =>
  tx
    .selectFrom('identities')
    .select(['key', 'person'])
    .where('person', 'in', (eb) =>
      eb
        .selectFrom('identities')
        .select('person')
        .where('key', 'in', [...keys]),
    )
    .execute();

/** Addresses may be aliases of each other; two ids of one system are two people. */
function areOne(known: readonly { key: string; person: string }[]): boolean {
  const people = [...Map.groupBy(known, ({ person }) => person).values()].map((rows) =>
    rows.map(({ key }) => key).filter((key) => !key.startsWith('email:')),
  );
  return people.every((one, index) => people.slice(index + 1).every((other) => !contradict(one, other)));
}

/** Detections that are still open can be recognised by the new keys from now on. */
const spread = (tx: Tx, person: string) =>
  sql`
  insert into detection_keys (detection_id, kind, key, learned)
  select distinct d.id, 'person', known.key, true
  from identities known
    join identities named on named.person = known.person
    join detection_keys k on k.key = named.key
    join detections d on d.id = k.detection_id
    left join cases c on c.id = d.case_id
  where known.person = ${person} and (d.case_id is null or c.state <> 'closed') and d.occurred_at > now() - interval '90 days'
  on conflict do nothing`.execute(tx);
