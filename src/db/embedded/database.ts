import pg from 'pg';
import { CordonError } from '../../errors.ts';
import { ROLE } from './cluster.ts';

const DATABASE = 'cordon';

interface Server {
  port: number;
  password: string;
}

export const databaseUrl = ({ port, password }: Server, database = DATABASE) =>
  `postgresql://${ROLE}:${password}@127.0.0.1:${port}/${database}`;

/** The server went away while it was asked, or is about to (PostgreSQL's admin_shutdown and cannot_connect_now). */
const isGoing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && /^(ECONN\w+|57P0[13])$/.test(String(error.code));

/**
 * Checks that the server on this port is ours (it takes our password and serves our data), and that the database exists. The error is
 * retryable when the server is on its way out.
 */
export async function ensureDatabase(server: Server, data: string): Promise<void> {
  const client = new pg.Client({
    connectionString: databaseUrl(server, 'postgres'),
    connectionTimeoutMillis: 10_000,
  });
  // Without a listener a connection lost between two statements would end the process; the next statement reports it anyway.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ data: string; exists: boolean }>(
      `select current_setting('data_directory') as data, exists (select from pg_database where datname = $1)`,
      [DATABASE],
    );
    if (rows[0]?.data !== data) throw new Error(`it serves ${rows[0]?.data}`);
    if (!rows[0].exists) await client.query(`create database ${DATABASE}`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CordonError(
      'database-refused',
      `The PostgreSQL that runs on ${data} does not let Cordon in: ${why}. If postgres.json was replaced, restore the one that belongs to this data. Nothing was changed.`,
      { cause: error, retryable: isGoing(error) },
    );
  } finally {
    await client.end();
  }
}
