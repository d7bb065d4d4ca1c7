import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { prepared } from './prepared-pool.ts';
import type { Tables } from './schema.ts';

/** bigint columns are row numbers and counters, far below 2^53. Only for this pool: BullMQ reads its own tables its own way. */
const numbersForBigint: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => (oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format)),
};

export type Db = Kysely<Tables>;

export interface OpenDb {
  db: Db;
  pool: pg.Pool;
  close(): Promise<void>;
}

/** Opens Cordon's database; its tables live in the schema `cordon`, beside BullMQ's own. */
export function openDb(url: string, options: { max?: number; onError?(error: Error): void } = {}): OpenDb {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 12,
    options: '-c search_path=cordon -c statement_timeout=15000 -c idle_in_transaction_session_timeout=15000',
    connectionTimeoutMillis: 5_000,
    types: numbersForBigint,
  });
  pool.on('error', (error) => options.onError?.(error));
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: prepared(pool) }) });
  return { db, pool, close: () => db.destroy() };
}
