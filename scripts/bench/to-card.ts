import { setTimeout as sleep } from 'node:timers/promises';
import type { Child } from './child.ts';
import { type Counted, countCards } from './count-cards.ts';
import { percentile, shown } from './numbers.ts';
import { startRedis } from './redis.ts';
import type { Answered, Order } from './sender.ts';
import { cordonEnvironment, type Site, startServer, startWorker } from './site.ts';
import { timeQuestions } from './time-questions.ts';

export interface ToCardOptions {
  seconds: number;
  rates: readonly number[];
  backends: readonly string[];
  say(line: string): void;
}

/** For the highest rate, in milliseconds. */
const GOALS: Readonly<Record<string, number>> = { redis: 230, postgres: 400 };
const GOAL_RATE = 100;
const GOAL_ACK_P99 = 50;
const WARM_UP_SECONDS = 3;
const CONNECTIONS = 50;
const BODY_BYTES = 1024;

/** From the 202 to the card in Slack, over four questions of 100 ms each. Returns how many detections were lost or doubled. */
export async function benchToCard(site: Site, { seconds, rates, backends, say }: ToCardOptions): Promise<number> {
  const okta = await site.start({ file: 'scripts/bench/okta-endpoint.ts' });
  const slack = await site.start({ file: 'scripts/bench/slack-endpoint.ts' });
  const sender = await site.start({ file: 'scripts/bench/sender.ts' });
  const urls = { oktaUrl: String(okta.ready), slackUrl: String(slack.ready) };
  const redisUrl = backends.includes('redis') ? await startRedis(site) : undefined;

  say(
    'Slack\u2019s pace is taken out (CORDON_SLACK_PACE=off); against the real Slack the card waits for its turn in the channel.',
  );
  say('A question is two rounds of requests to a stand-in for Okta, 50 ms each; asked alone they took:');
  say(`  ${(await timeQuestions(urls.oktaUrl)).join(', ')}`);
  let wrong = 0;
  for (const backend of backends) {
    if (backend === 'redis' && !redisUrl) {
      say('redis-server is not in PATH: the queue on Redis is left out.');
      continue;
    }
    const databaseUrl = await site.freshDatabase();
    const env = await cordonEnvironment(site, {
      databaseUrl,
      ...urls,
      ...(backend === 'redis' && redisUrl ? { redisUrl } : {}),
    });
    const server = await startServer(site, env);
    const worker = await startWorker(site, env);
    say(`Queue on ${backend}:`);
    const load = {
      url: server.url,
      secret: site.secret,
      connections: CONNECTIONS,
      atMost: 100_000,
      bodyBytes: BODY_BYTES,
    };
    for (const rate of rates) {
      wrong += await benchRate({ backend, rate, seconds, databaseUrl, sender, slack, load, say });
    }
    await server.child.stop();
    await worker.stop();
  }
  return wrong;
}

interface RateRun {
  backend: string;
  rate: number;
  seconds: number;
  databaseUrl: string;
  sender: Child;
  slack: Child;
  load: Omit<Order, 'prefix' | 'seconds' | 'perSecond'>;
  say(line: string): void;
}

async function benchRate({ backend, rate, seconds, databaseUrl, sender, slack, load, say }: RateRun): Promise<number> {
  const send = async (prefix: string, lasting: number) =>
    (await sender.ask({ ...load, prefix, seconds: lasting, perSecond: rate } satisfies Order)) as Answered[];
  const warmUp = await send(`warm-${rate}`, WARM_UP_SECONDS);
  const answers = await send(`run-${rate}`, seconds);
  const all = [...warmUp, ...answers];
  const counted = await countCards({ databaseUrl, slack, accepted: all.filter(({ status }) => status === 202) });
  await sleep(500);

  const toCard = answers.flatMap(({ id, answeredAt }) => {
    const at = counted.cards.get(id);
    return at === undefined ? [] : [at - answeredAt];
  });
  const [p50 = 0, p95 = 0, p99 = 0] = [0.5, 0.95, 0.99].map((share) => percentile(toCard, share));
  const acknowledged = percentile(
    answers.map(({ sentAt, answeredAt }) => answeredAt - sentAt),
    0.99,
  );
  const goals =
    rate === GOAL_RATE
      ? [
          goal(`p95 ${GOALS[backend]} ms`, p95 <= (GOALS[backend] ?? 0)),
          goal(`acknowledged p99 ${GOAL_ACK_P99} ms`, acknowledged <= GOAL_ACK_P99),
        ]
      : [];
  say(
    `  ${String(rate).padStart(4)}/s   to card p50 ${shown(p50)}, p95 ${shown(p95)}, p99 ${shown(p99)} ms   acknowledged p99 ${shown(acknowledged)} ms   ${goals.join(', ')}`,
  );
  const refused = all.length - all.filter(({ status }) => status === 202).length;
  for (const line of problems(counted, refused)) say(`         ${line}`);
  return counted.lost + counted.doubled + refused;
}

const goal = (what: string, met: boolean): string => `goal ${what}: ${met ? 'met' : 'NOT met'}`;

const problems = ({ lost, doubled }: Counted, refused: number): string[] => [
  ...(refused > 0 ? [`${refused} deliveries were not answered with 202.`] : []),
  ...(lost > 0 ? [`${lost} accepted detections have no case or no card.`] : []),
  ...(doubled > 0 ? [`${doubled} accepted detections have more than one case or card.`] : []),
];
