import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { databaseProcess } from './count-cards.ts';
import { requestBytes, signedRequest } from './delivery.ts';
import { now, percentile, shown } from './numbers.ts';
import { describeUse, familyOf, readProcessorTime } from './processor-time.ts';
import { cordonEnvironment, type Site, startServer, startWorker } from './site.ts';
import { untilIdle, untilPlaced } from './storm/await-work.ts';
import { checkCases } from './storm/check-cases.ts';
import { planDeliveries, type StormDelivery } from './storm/deliveries.ts';
import { failedJobs } from './storm/failed-jobs.ts';
import { createRandom } from './storm/random.ts';
import { type Sent, sendAll } from './storm/send-all.ts';
import { stormSenders } from './storm/senders.ts';
import { type Storm, tellStories } from './storm/tell-stories.ts';

export interface StormOptions {
  stories: number;
  deliveries: number;
  seed: number;
  say(line: string): void;
}

interface Ran {
  sent: Sent;
  /** When the last delivery was placed. */
  placedAt: number;
  problems: string[];
}

const CONNECTIONS = 50;
const LONGEST_SENDING_MS = 5 * 60_000;
const MOST_SHOWN = 20;
/** As in an installation that says nothing about it. */
const CASES_PER_MINUTE = 20;

/** A day's detections at once, out of order and many times over, held against exactly the cases they have to make. Returns how much is wrong. */
export async function benchStorm(site: Site, { stories, deliveries: count, seed, say }: StormOptions): Promise<number> {
  const random = createRandom(seed);
  const storm = tellStories(stories, stormSenders, random);
  const deliveries = planDeliveries(storm, count, stormSenders, random);
  describe(storm, deliveries, seed, say);

  const constant = randomBytes(24).toString('hex');
  const sources = stormSenders.map(({ id, proof }) => ({ id, auth: proof.auth }));
  const floor = await sendToFloor(site, deliveries);
  say(`  floor (HMAC and one INSERT)   ${shown(floor)}/s stored`);

  const slack = await site.start({ file: 'scripts/bench/slack-endpoint.ts' });
  const databaseUrl = await site.freshDatabase();
  const settings = { databaseUrl, slackUrl: String(slack.ready), sources, casesPerMinute: CASES_PER_MINUTE };
  const env = { ...(await cordonEnvironment(site, settings)), BENCH_SECRET: constant };
  const server = await startServer(site, env);
  const worker = await startWorker(site, env);
  const processes = new Map([
    ['worker', worker.pid],
    ['server', server.child.pid],
    ['PostgreSQL', await databaseProcess(databaseUrl)],
    ['Slack', slack.pid],
  ]);
  const groups = () => [...processes].map(([name, pid]) => [name, familyOf(pid)] as const);
  const used = () => readProcessorTime(new Map([...groups(), ['load', [process.pid]]]));
  const before = used();
  const url = new URL(server.url);
  const request = ({ id, sender, body }: StormDelivery) => {
    const proven = sender.proof.of({ id, source: sender.id, body }, { signing: site.secret, constant });
    return requestBytes({ host: url.host, ...proven, body });
  };
  const send = () => sendAll(deliveries, { url, connections: CONNECTIONS, request, withinMs: LONGEST_SENDING_MS });
  const ran = await weather({ databaseUrl, storm, deliveries, send });
  report(ran, count, floor, say);
  say(`           ${describeUse(before, used(), { count, ms: now() - ran.sent.startedAt })}`);
  for (const failure of failedJobs(join(site.home, 'worker.log'))) say(`  failed and tried again: ${failure}`);
  await server.child.stop();
  await worker.stop();
  return conclude(ran.problems, storm, say);
}

function describe(
  { stories, loners }: Storm,
  deliveries: readonly StormDelivery[],
  seed: number,
  say: StormOptions['say'],
) {
  const findings = stories.reduce((sum, story) => sum + story.findings.length, 0);
  say(
    `${grouped(deliveries.length)} deliveries, ${grouped(new Set(deliveries).size)} of them different, seed ${seed}: ${findings} findings in ${stories.length} stories and ${loners.length} benign loners, from ${stormSenders.length} senders (${stormSenders.map(({ id }) => id).join(', ')}).`,
  );
}

/** Stored a second by the bare receiver: the same bodies in the same order, repeats among them. */
async function sendToFloor(site: Site, deliveries: readonly StormDelivery[]): Promise<number> {
  const env = await cordonEnvironment(site, { databaseUrl: await site.freshDatabase() });
  const bare = await site.start({ file: 'scripts/bench/bare-receiver.ts', env });
  const url = new URL(String(bare.ready));
  const signing = { host: url.host, secret: site.secret };
  const request = ({ id, body }: StormDelivery) => signedRequest(id, body, signing);
  const sent = await sendAll(deliveries, { url, connections: CONNECTIONS, request, withinMs: LONGEST_SENDING_MS });
  await bare.stop();
  if (sent.refused.size > 0) throw new Error(`the bare receiver: ${refusals(sent).join(' ')}`);
  return (deliveries.length / (sent.endedAt - sent.startedAt)) * 1000;
}

interface Weather {
  databaseUrl: string;
  storm: Storm;
  deliveries: readonly StormDelivery[];
  send(): Promise<Sent>;
}

async function weather({ databaseUrl, storm, deliveries, send }: Weather): Promise<Ran> {
  const client = new pg.Client({ connectionString: databaseUrl, options: '-c search_path=cordon' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const sent = await send();
    const placed = await untilPlaced(client);
    const idle = placed.left ? placed : await untilIdle(client);
    const left = idle.left ? [`Nothing went on for a minute, and this was still to do: ${idle.left}.`] : [];
    const problems = [...refusals(sent), ...left, ...(await checkCases(client, storm, deliveries))];
    return { sent, placedAt: placed.at, problems };
  } finally {
    await client.end();
  }
}

const refusals = ({ refused }: Sent): string[] =>
  [...refused].map(([status, count]) => `${count} deliveries were answered with ${status || 'nothing'}.`);

function report({ sent, placedAt }: Ran, count: number, floor: number, say: StormOptions['say']): void {
  const perSecond = (until: number) => (count / (until - sent.startedAt)) * 1000;
  const placed = perSecond(placedAt);
  const p99 = percentile(sent.took, 0.99);
  say(
    `  Cordon, queue on PostgreSQL   ${shown(perSecond(sent.endedAt))}/s acknowledged (p99 ${shown(p99)} ms), ${shown(placed)}/s until the last one was placed (${shown((placedAt - sent.startedAt) / 1000)} s)   RATIO to the floor ${(placed / floor).toFixed(3)}`,
  );
}

function conclude(problems: readonly string[], { stories, loners }: Storm, say: StormOptions['say']): number {
  if (problems.length === 0) {
    say(
      `Exact: ${stories.length} open cases, each with its own findings, and with a card or held under the storm's one; ${loners.length} loners in none; every delivery ingested, none in quarantine; repeats made nothing.`,
    );
    return 0;
  }
  say(`${problems.length} things are wrong:`);
  for (const problem of problems.slice(0, MOST_SHOWN)) say(`  ${problem}`);
  if (problems.length > MOST_SHOWN) say(`  … and ${problems.length - MOST_SHOWN} more.`);
  return problems.length;
}

const grouped = (count: number): string => count.toLocaleString('en-US');
