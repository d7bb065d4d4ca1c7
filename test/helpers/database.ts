import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { type OpenDb, openDb } from '#src/db/open.ts';

export interface TestDatabase extends OpenDb {
  url: string;
}

/** A migrated database of this test's own, cloned from the template; dropped on close. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = inject('databaseServer');
  const name = `cordon_test_${randomBytes(6).toString('hex')}`;
  await maintain(server, `create database ${name} template ${inject('databaseTemplate')}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const opened = openDb(url.href);
  return {
    ...opened,
    url: url.href,
    async close() {
      await opened.close();
      await maintain(server, `drop database ${name} with (force)`);
    },
  };
}

/** Templates can be cloned by one session at a time; waiting a moment is all it takes. */
async function maintain(server: string, statement: string): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    try {
      await client.query(statement);
      return;
    } catch (error) {
      if (tried === 40 || !(error instanceof pg.DatabaseError) || error.code !== '55006') throw error;
    } finally {
      await client.end();
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
