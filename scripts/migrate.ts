/** Brings the database of DATABASE_URL up to date and ends; compose.yaml runs it before server and worker start. */
import { processEnvironment, readEnvironment } from '../src/config/environment.ts';
import { migrate } from '../src/db/migrate.ts';
import { CordonError } from '../src/errors.ts';

try {
  const { databaseUrl } = readEnvironment(processEnvironment());
  if (!databaseUrl) throw new CordonError('no-database', 'DATABASE_URL is not set, so there is nothing to migrate.');
  const applied = await migrate(databaseUrl);
  process.stderr.write(applied.length === 0 ? 'The database is up to date.\n' : `Applied ${applied.join(', ')}.\n`);
} catch (error) {
  process.stderr.write(`Not migrated: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = error instanceof CordonError ? 2 : 1;
}
