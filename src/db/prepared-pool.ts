import { createHash } from 'node:crypto';
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type pg from 'pg';

/** A list of rows or ids makes another statement for every length; long ones are not kept, or they would fill the database's memory. */
const MOST_VALUES = 40;
const names = new Map<string, string>();

/** The product's statements are few; each has one name for the life of the process. */
function nameOf(text: string): string {
  const known = names.get(text);
  if (known) return known;
  const name = createHash('sha256').update(text).digest('base64url').slice(0, 24);
  names.set(text, name);
  return name;
}

/**
 * Has PostgreSQL parse and plan a statement once a connection instead of at every call, which is most of what a short statement costs.
 * A pooler in between has to keep prepared statements (PgBouncer from 1.21 on does).
 */
export const prepared = (pool: pg.Pool): PostgresPool => ({
  options: pool.options,
  end: () => pool.end(),
  async connect() {
    const client = await pool.connect();
    const query = (text: string, values: readonly unknown[]) =>
      values.length === 0 || values.length > MOST_VALUES
        ? client.query(text, [...values])
        : client.query({ name: nameOf(text), text, values: [...values] });
    // Kysely's interface also knows cursors, which nothing here uses.
    return { query: query as unknown as PostgresPoolClient['query'], release: (destroy) => client.release(destroy) };
  },
});
