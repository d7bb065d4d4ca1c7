import { sql } from 'kysely';
import { InvalidConfig } from '../errors.ts';
import type { Db } from './open.ts';
import { seal, unseal } from './seal.ts';

/** What connectors are handed to keep a rotating secret with; see their contract. */
interface TokenStore {
  read(name: string): Promise<string | undefined>;
  write(name: string, value: string): Promise<void>;
  exclusively<Result>(name: string, work: () => Promise<Result>): Promise<Result>;
}

/** Rotating vendor tokens, sealed with AES-256-GCM under CORDON_KEY; the token's name is authenticated with it. */
export function createTokenStore(db: Db, key: Buffer | undefined): TokenStore {
  const needed = (): Buffer => {
    if (key) return key;
    throw new InvalidConfig('environment', [
      'CORDON_KEY: missing. A vendor whose tokens rotate needs it. Make one with: openssl rand -base64 32',
    ]);
  };
  /** Who stands last in line for a name in this process: waiting must not cost a connection each, or the one inside would get none. */
  const lines = new Map<string, Promise<unknown>>();
  return {
    async read(name) {
      const row = await db.selectFrom('tokens').select('sealed').where('name', '=', name).executeTakeFirst();
      return row && unseal(needed(), name, row.sealed);
    },
    async write(name, value) {
      const sealed = seal(needed(), name, value);
      await db
        .insertInto('tokens')
        .values({ name, sealed })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ sealed, updated_at: sql<Date>`now()` }))
        .execute();
    },
    exclusively(name, work) {
      const turn = (lines.get(name) ?? Promise.resolve()).then(
        () => locked(db, name, work),
        () => locked(db, name, work),
      );
      lines.set(name, turn);
      return turn;
    },
  };
}

/** A session lock on its own connection: held over a vendor call, so never inside a transaction. */
const locked = <Result>(db: Db, name: string, work: () => Promise<Result>): Promise<Result> =>
  db.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(hashtextextended(${name}, 7))`.execute(connection);
    try {
      return await work();
    } finally {
      await sql`select pg_advisory_unlock(hashtextextended(${name}, 7))`.execute(connection);
    }
  });
