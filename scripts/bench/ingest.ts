import { databaseProcess } from './count-cards.ts';
import { median, now, percentile, shown } from './numbers.ts';
import { describeUse, familyOf, type ProcessorTime, readProcessorTime } from './processor-time.ts';
import { startRedis } from './redis.ts';
import type { Answered, Order } from './sender.ts';
import { cordonEnvironment, type Site, startServer } from './site.ts';

export interface IngestOptions {
  seconds: number;
  rounds: number;
  connections: number;
  say(line: string): void;
}

interface Contestant {
  name: string;
  url: string;
  pid: number;
  rounds: Measured[];
}

interface Measured {
  perSecond: number;
  p50: number;
  p99: number;
  /** Where the cores' time went, in words. */
  use: string;
  refused: number;
}

type Run = (contestant: Contestant, order: Pick<Order, 'prefix' | 'seconds' | 'perSecond'>) => Promise<Measured>;

const BODY_BYTES = 4096;
const AT_MOST = 200_000;
const LONGEST_WARM_UP = 3;
const PACED = { perSecond: 500, goalP99: 50 };

/** Deliveries a second, beside a floor that only checks the HMAC and commits the same row. Returns the number of answers that were not 202. */
export async function benchIngest(site: Site, { seconds, rounds, connections, say }: IngestOptions): Promise<number> {
  const { contestants, run } = await prepare(site, connections, say);
  let refused = 0;
  const told = async (contestant: Contestant, order: Parameters<Run>[1]) => {
    const measured = await run(contestant, order);
    refused += measured.refused;
    return measured;
  };
  say(
    `${connections} connections, ${BODY_BYTES} byte bodies, unique ids, ${rounds} rounds of ${seconds} s each in turn.`,
  );
  for (const contestant of contestants)
    await told(contestant, { prefix: 'warm-up', seconds: Math.min(seconds, LONGEST_WARM_UP) });
  for (let round = 1; round <= rounds; round += 1) {
    for (const contestant of contestants) {
      const measured = await told(contestant, { prefix: `round-${round}`, seconds });
      contestant.rounds.push(measured);
      say(line(`round ${round}`, contestant.name, measured));
    }
  }
  report(contestants, say);
  for (const contestant of contestants) {
    const { p99 } = await told(contestant, { prefix: 'paced', seconds, perSecond: PACED.perSecond });
    const met = p99 <= PACED.goalP99 ? 'met' : 'NOT met';
    say(
      `  at ${PACED.perSecond}/s   ${contestant.name.padEnd(28)} p99 ${shown(p99)} ms (goal ${PACED.goalP99}: ${met})`,
    );
  }
  say(refused === 0 ? 'Every answer was 202.' : `${refused} answers were not 202.`);
  return refused;
}

async function prepare(site: Site, connections: number, say: IngestOptions['say']) {
  const databaseUrl = await site.freshDatabase();
  const redis = await startRedis(site);
  const env = await cordonEnvironment(site, { databaseUrl });
  const bare = await site.start({ file: 'scripts/bench/bare-receiver.ts', env });
  const server = await startServer(site, env);
  const contestants: Contestant[] = [
    { name: 'floor (HMAC and one INSERT)', url: String(bare.ready), pid: bare.pid, rounds: [] },
    { name: 'Cordon, queue on PostgreSQL', url: server.url, pid: server.child.pid, rounds: [] },
  ];
  if (redis) {
    const other = await startServer(site, await cordonEnvironment(site, { databaseUrl, redisUrl: redis.url }));
    contestants.push({ name: 'Cordon, queue on Redis', url: other.url, pid: other.child.pid, rounds: [] });
  } else {
    say('redis-server is not in PATH: the queue on Redis is left out.');
  }
  const sender = await site.start({ file: 'scripts/bench/sender.ts' });
  const beside = {
    PostgreSQL: await databaseProcess(databaseUrl),
    load: sender.pid,
    ...(redis ? { Redis: redis.pid } : {}),
  };

  const run: Run = async (contestant, order) => {
    const groups = Object.entries({ receiver: contestant.pid, ...beside });
    const used = () => readProcessorTime(new Map(groups.map(([name, pid]) => [name, familyOf(pid)])));
    const whole: Order = {
      ...order,
      url: contestant.url,
      prefix: `${contestants.indexOf(contestant)}-${order.prefix}`,
      secret: site.secret,
      connections,
      atMost: AT_MOST,
      bodyBytes: BODY_BYTES,
    };
    const before = used();
    const startedAt = now();
    const answers = (await sender.ask(whole)) as Answered[];
    return measure(answers, now() - startedAt, before, used());
  };
  return { contestants, run };
}

function measure(answers: readonly Answered[], ms: number, before: ProcessorTime, after: ProcessorTime): Measured {
  const took = answers.map(({ sentAt, answeredAt }) => answeredAt - sentAt);
  const from = answers.reduce((first, { sentAt }) => Math.min(first, sentAt), Number.POSITIVE_INFINITY);
  const to = answers.reduce((last, { answeredAt }) => Math.max(last, answeredAt), 0);
  return {
    perSecond: (answers.length / (to - from)) * 1000,
    p50: percentile(took, 0.5),
    p99: percentile(took, 0.99),
    use: describeUse(before, after, { count: answers.length, ms }),
    refused: answers.filter(({ status }) => status !== 202).length,
  };
}

const line = (
  label: string,
  name: string,
  { perSecond, p50, p99 }: Pick<Measured, 'perSecond' | 'p50' | 'p99'>,
): string =>
  `  ${label}  ${name.padEnd(28)} ${shown(perSecond).padStart(6)}/s   p50 ${shown(p50)} ms   p99 ${shown(p99)} ms`;

function report([floor, ...others]: readonly Contestant[], say: IngestOptions['say']): void {
  if (!floor) return;
  say(
    'Medians; the ratio is the median of the rounds\u2019, because the machine\u2019s other work changes from round to round:',
  );
  for (const { name, rounds } of [floor, ...others]) {
    const of = (key: 'perSecond' | 'p50' | 'p99') => median(rounds.map((round) => round[key]));
    const shares = rounds.map(({ perSecond }, index) => perSecond / (floor.rounds[index]?.perSecond ?? Number.NaN));
    const ratio = name === floor.name ? '' : `   RATIO to the floor ${median(shares).toFixed(2)}`;
    say(`${line('median ', name, { perSecond: of('perSecond'), p50: of('p50'), p99: of('p99') })}${ratio}`);
    say(`           ${rounds.at(-1)?.use}`);
  }
}
