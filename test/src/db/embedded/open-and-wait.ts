/** Opens the home named on the command line, says so on stdout, and stops properly when stdin ends. */
import { openEmbeddedPostgres } from '#src/db/embedded/open.ts';

const postgres = await openEmbeddedPostgres({ home: process.argv[2] ?? '' });
process.stdout.write(`${JSON.stringify({ url: postgres.url, adopted: postgres.adopted })}\n`);
process.stdin.resume().on('end', () => postgres.stop());
