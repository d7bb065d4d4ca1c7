import { openEmbeddedPostgres } from './embedded/open.ts';

export interface OpenedDatabase {
  url: string;
  close(): Promise<void>;
}

/** The database named by DATABASE_URL, else a real PostgreSQL of our own under the home folder, shared by every process of that home. */
export async function openDatabase(
  settings: { databaseUrl: string | undefined; home: string },
  say?: (line: string) => void,
): Promise<OpenedDatabase> {
  if (settings.databaseUrl) return { url: settings.databaseUrl, close: async () => undefined };
  const embedded = await openEmbeddedPostgres({ home: settings.home, ...(say ? { say } : {}) });
  return { url: embedded.url, close: () => embedded.stop() };
}
