import { processEnvironment, readEnvironment } from '#src/config/environment.ts';
import { migrate } from '#src/db/migrate.ts';
import { openDatabase } from '#src/db/open-database.ts';
import type { Command } from './command.ts';

export const migrateCommand: Command = {
  name: 'migrate',
  says: 'brings the database up to this version',
  needs: 'nothing',
  async run() {
    const database = await openDatabase(readEnvironment(processEnvironment()));
    try {
      const applied = await migrate(database.url);
      return { data: { applied }, lines: applied.length > 0 ? applied : ['The database is up to date.'] };
    } finally {
      await database.close();
    }
  },
};
