import { mkdir, readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CordonError } from '../../errors.ts';
import { type Account, accountFor } from './account.ts';
import { dataIn, ensureCluster, versionOf } from './cluster.ts';
import { databaseUrl, ensureDatabase } from './database.ts';
import { exclusively } from './exclusively.ts';
import { knownFolder, makeFolder, usualFolder } from './folder.ts';
import { freePort } from './port.ts';
import { findPostmaster, startPostmaster, stopPostmaster } from './postmaster.ts';
import { isAlive, thisProcess } from './process-of.ts';
import { packagedPrograms } from './programs.ts';
import { runnablePrograms } from './runnable.ts';
import { freshState, readState, type State, writeState } from './state.ts';

export interface EmbeddedPostgres {
  url: string;
  /** The server was running already: started by another living process, or left behind by a dead one. */
  adopted: boolean;
  /** Stops the server, unless another living process owns it. */
  stop(): Promise<void>;
}

interface OpenOptions {
  /** The folder Cordon keeps its state in; made when it is missing. */
  home: string;
  say?(line: string): void;
}

interface Site {
  /** Home with links resolved. */
  place: string;
  /** Where data and programs are. */
  folder: string;
  state: State;
  account: Account | null;
}

const TRIES = 5;
const RETRY_MS = 200;

/** Starts the PostgreSQL of this home, or joins the one that is running, and returns the URL of the database `cordon`. */
export async function openEmbeddedPostgres({ home, say = () => {} }: OpenOptions): Promise<EmbeddedPostgres> {
  await mkdir(home, { recursive: true });
  const place = await realpath(home);
  return inTurn(place, async () => {
    const site = await recall(place);
    const { state } = site;
    const { port, adopted } = await reach(site, say);

    const owns = !adopted || !(await isAlive(state.owner));
    if (owns) await writeState(place, { ...state, port, owner: await thisProcess() });
    if (adopted) say(owns ? 'Took over a PostgreSQL that its owner had left running.' : 'PostgreSQL runs already.');
    return {
      url: databaseUrl({ port, password: state.password }),
      adopted,
      stop: () => inTurn(place, () => stop(place, owns)),
    };
  });
}

const inTurn = <T>(place: string, work: () => Promise<T>) => exclusively(join(place, 'postgres.lock'), work);

/** What is known of this home; made up and written down before anything depends on it. */
async function recall(place: string): Promise<Site> {
  const known = await readState(place);
  if (known) {
    const folder = await knownFolder(place, known.elsewhere);
    return { place, state: known, folder, account: await accountFor(folder) };
  }
  const account = await accountFor(null);
  const folder = await makeFolder(place, account);
  if (await versionOf(dataIn(folder))) {
    throw new CordonError(
      'database-state',
      `${join(place, 'postgres.json')} is missing, and with it the password of the database in ${folder}. Restore it from a backup, or move that folder away to begin with an empty database.`,
    );
  }
  const state = freshState(folder === usualFolder(place) ? null : folder);
  await writeState(place, state);
  return { place, state, folder, account };
}

/** Joins the server that runs, or starts it; one that was just killed or told to stop may look alive for a moment. */
async function reach(site: Site, say: (line: string) => void): Promise<{ port: number; adopted: boolean }> {
  const data = dataIn(site.folder);
  for (let tried = 1; ; tried += 1) {
    const running = await findPostmaster(data);
    const port = running?.port ?? (await start(site, say));
    try {
      await ensureDatabase({ port, password: site.state.password }, data);
      return { port, adopted: running !== null };
    } catch (error) {
      if (!(error instanceof CordonError) || !error.retryable || tried === TRIES) throw error;
      await delay(RETRY_MS);
    }
  }
}

async function start({ place, state, folder, account }: Site, say: (line: string) => void): Promise<number> {
  const programs = packagedPrograms();
  const native = await runnablePrograms(programs, folder, account);
  if (state.elsewhere !== null) {
    say(`PostgreSQL keeps its data in ${state.elsewhere}, because the account it runs as cannot reach ${place}.`);
  }
  if (native !== programs.native) say(`PostgreSQL runs from a copy in ${native}.`);
  await ensureCluster({ folder, native, version: programs.version, account, password: state.password });

  const log = join(place, 'postgres.log');
  for (let tried = 1; tried <= TRIES; tried += 1) {
    const port = await freePort(state.port);
    if (await startPostmaster({ native, data: dataIn(folder), account, port, log })) return port;
    await delay(RETRY_MS);
  }
  const fatal = (await readFile(log, 'utf8')).split('\n').findLast((line) => line.includes('FATAL'));
  throw new CordonError(
    'database-not-started',
    `The built-in PostgreSQL did not start: ${fatal ?? 'it gave no reason'}. The data is as it was. See ${log}, or set DATABASE_URL.`,
  );
}

async function stop(place: string, owns: boolean): Promise<void> {
  const state = await readState(place);
  if (!state || (!owns && (await isAlive(state.owner)))) return;
  await stopPostmaster(dataIn(state.elsewhere ?? usualFolder(place)));
  await writeState(place, { ...state, owner: null });
}
