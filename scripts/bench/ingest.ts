import { median, percentile, shown } from './numbers.ts';
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
  perSecond: number[];
  p99: number[];
}

const BODY_BYTES = 4096;
const AT_MOST = 200_000;
const PACED = { perSecond: 500, goalP99: 50 };

/** Deliveries a second, beside a floor that only checks the HMAC and commits the same row. Returns the number of answers that were not 202. */
export async function benchIngest(site: Site, { seconds, rounds, connections, say }: IngestOptions): Promise<number> {
  const contestants = await startContestants(site, say);
  const sender = await site.start({ file: 'scripts/bench/sender.ts' });
  const load = { secret: site.secret, connections, atMost: AT_MOST, bodyBytes: BODY_BYTES };
  let refused = 0;
  const run = async (contestant: Contestant, order: Pick<Order, 'prefix' | 'seconds' | 'perSecond'>) => {
    const unique = { prefix: `${contestants.indexOf(contestant)}-${order.prefix}`, url: contestant.url };
    const answers = (await sender.ask({ ...load, ...order, ...unique } satisfies Order)) as Answered[];
    refused += answers.filter(({ status }) => status !== 202).length;
    return measure(answers);
  };

  say(
    `${connections} connections, bodies of ${BODY_BYTES} bytes, unique ids, ${rounds} rounds of ${seconds} s each in turn.`,
  );
  for (const contestant of contestants) await run(contestant, { prefix: 'warm-up', seconds: 2 });
  for (let round = 1; round <= rounds; round += 1) {
    for (const contestant of contestants) {
      const { perSecond, p50, p99 } = await run(contestant, { prefix: `round-${round}`, seconds });
      contestant.perSecond.push(perSecond);
      contestant.p99.push(p99);
      say(
        `  round ${round}  ${contestant.name.padEnd(28)} ${shown(perSecond).padStart(7)}/s   p50 ${shown(p50)} ms   p99 ${shown(p99)} ms`,
      );
    }
  }
  report(contestants, say);
  for (const contestant of contestants) {
    const { p99 } = await run(contestant, { prefix: 'paced', seconds, perSecond: PACED.perSecond });
    say(
      `  at ${PACED.perSecond}/s   ${contestant.name.padEnd(28)} p99 ${shown(p99)} ms (goal ${PACED.goalP99}: ${p99 <= PACED.goalP99 ? 'met' : 'NOT met'})`,
    );
  }
  say(refused === 0 ? 'Every answer was 202.' : `${refused} answers were not 202.`);
  return refused;
}

async function startContestants(site: Site, say: (line: string) => void): Promise<Contestant[]> {
  const databaseUrl = await site.freshDatabase();
  const redis = await startRedis(site);
  const env = await cordonEnvironment(site, { databaseUrl });
  const bare = await site.start({ file: 'scripts/bench/bare-receiver.ts', env });
  const found = [
    { name: 'floor (HMAC and one INSERT)', url: String(bare.ready) },
    { name: 'Cordon, queue on PostgreSQL', url: (await startServer(site, env)).url },
  ];
  if (redis) {
    const onRedis = await cordonEnvironment(site, { databaseUrl, redisUrl: redis.url });
    found.push({ name: 'Cordon, queue on Redis', url: (await startServer(site, onRedis)).url });
  } else {
    say('redis-server is not in PATH: the queue on Redis is left out.');
  }
  return found.map((one) => ({ ...one, perSecond: [], p99: [] }));
}

function measure(answers: readonly Answered[]) {
  const took = answers.map(({ sentAt, answeredAt }) => answeredAt - sentAt);
  const from = answers.reduce((first, { sentAt }) => Math.min(first, sentAt), Number.POSITIVE_INFINITY);
  const to = answers.reduce((last, { answeredAt }) => Math.max(last, answeredAt), 0);
  return {
    perSecond: (answers.length / (to - from)) * 1000,
    p50: percentile(took, 0.5),
    p99: percentile(took, 0.99),
  };
}

function report([floor, ...others]: readonly Contestant[], say: (line: string) => void): void {
  if (!floor) return;
  for (const { name, perSecond, p99 } of [floor, ...others]) {
    const share = median(perSecond) / median(floor.perSecond);
    const ratio = name === floor.name ? '' : `   RATIO to the floor ${share.toFixed(2)}`;
    say(
      `  median   ${name.padEnd(28)} ${shown(median(perSecond)).padStart(7)}/s   p99 ${shown(median(p99))} ms${ratio}`,
    );
  }
}
