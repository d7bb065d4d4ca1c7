import { join } from 'node:path';
import { databaseProcess } from './count-cards.ts';
import { benchRate } from './rate-run.ts';
import { startRedis } from './redis.ts';
import { cordonEnvironment, type Site, startServer, startWorker } from './site.ts';
import { timeQuestions } from './time-questions.ts';

export interface ToCardOptions {
  seconds: number;
  rates: readonly number[];
  backends: readonly string[];
  say(line: string): void;
}

const CONNECTIONS = 50;
const BODY_BYTES = 1024;
const AT_MOST = 100_000;

/** From the 202 to the card in Slack, over four questions of 100 ms each. Returns how many detections were refused, lost or doubled. */
export async function benchToCard(site: Site, { seconds, rates, backends, say }: ToCardOptions): Promise<number> {
  const [okta, slack, sender] = await Promise.all(
    ['okta-endpoint.ts', 'slack-endpoint.ts', 'sender.ts'].map((file) =>
      site.start({ file: join('scripts/bench', file) }),
    ),
  );
  if (!okta || !slack || !sender) throw new TypeError('three were started');
  const redis = backends.includes('redis') ? await startRedis(site) : undefined;

  say(
    'Slack\u2019s pace is taken out (CORDON_SLACK_PACE=off); against the real Slack a card waits for its turn in the channel.',
  );
  say(
    'A question is two rounds of requests to a stand-in for Okta, 50 ms each. Asked alone, through Cordon\u2019s connector, they took:',
  );
  say(`  ${(await timeQuestions(String(okta.ready))).join(', ')}`);
  let wrong = 0;
  for (const backend of backends) {
    if (backend === 'redis' && !redis) {
      say('redis-server is not in PATH: the queue on Redis is left out.');
      continue;
    }
    const databaseUrl = await site.freshDatabase();
    const env = await cordonEnvironment(site, {
      databaseUrl,
      oktaUrl: String(okta.ready),
      slackUrl: String(slack.ready),
      ...(backend === 'redis' && redis ? { redisUrl: redis.url } : {}),
    });
    const server = await startServer(site, env);
    const worker = await startWorker(site, env);
    const processes = new Map([
      ['worker', worker.pid],
      ['server', server.child.pid],
      ['PostgreSQL', await databaseProcess(databaseUrl)],
      ...(backend === 'redis' && redis ? [['Redis', redis.pid] as const] : []),
      ['Okta', okta.pid],
      ['Slack', slack.pid],
      ['load', sender.pid],
    ]);
    const load = {
      url: server.url,
      secret: site.secret,
      connections: CONNECTIONS,
      atMost: AT_MOST,
      bodyBytes: BODY_BYTES,
    };
    say(`Queue on ${backend === 'redis' ? 'Redis' : 'PostgreSQL'}:`);
    for (const rate of rates) {
      wrong += await benchRate({ backend, rate, seconds, databaseUrl, sender, slack, load, processes, say });
    }
    await server.child.stop();
    await worker.stop();
  }
  return wrong;
}
