import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '#src/db/migrate.ts';
import { openDatabase } from '#src/db/open-database.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of the server's maintenance database; test files clone the template into one of their own. */
    databaseServer: string;
    databaseTemplate: string;
  }
}

/** One real PostgreSQL for the whole run, with a migrated template that every test file clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const home = await mkdtemp(join(tmpdir(), 'cordon-tests-'));
  await chmod(home, 0o755);
  const database = await openDatabase({ databaseUrl: env.DATABASE_URL, home });
  const template = `cordon_template_${process.pid}`;
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(`create database ${template}`);
  const url = new URL(database.url);
  url.pathname = `/${template}`;
  await migrate(url.href);
  project.provide('databaseServer', database.url);
  project.provide('databaseTemplate', template);
  return async () => {
    await client.query(`drop database if exists ${template} with (force)`);
    await client.end();
    await database.close();
    await rm(home, { recursive: true, force: true });
  };
}
