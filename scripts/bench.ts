/** `npm run bench -- ingest` and `npm run bench -- to-card`: how fast it is, on this machine, beside what it should be. */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { benchIngest } from './bench/ingest.ts';
import { openSite } from './bench/site.ts';
import { benchToCard } from './bench/to-card.ts';

const USAGE = `Usage: npm run bench -- ingest  [--seconds 5] [--rounds 3] [--connections 50]
       npm run bench -- to-card [--seconds 10] [--rate 100] [--backend postgres|redis]`;

const SHARING = 'server, worker, PostgreSQL, Redis, stand-ins and load generator';

const say = (line: string) => void process.stdout.write(`${line}\n`);

function readOptions() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        seconds: { type: 'string' },
        rounds: { type: 'string', default: '3' },
        connections: { type: 'string', default: '50' },
        rate: { type: 'string', multiple: true, default: ['5', '50', '100'] },
        backend: { type: 'string', multiple: true, default: ['postgres', 'redis'] },
      },
    });
    return { values, what: positionals[0] };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

async function run(): Promise<number> {
  const { values, what, problem } = readOptions();
  if (!values || (what !== 'ingest' && what !== 'to-card')) {
    say([problem, USAGE].filter(Boolean).join('\n'));
    return 2;
  }
  const seconds = positive(values.seconds ?? (what === 'ingest' ? '5' : '10'));
  const [rounds, connections] = [positive(values.rounds), positive(values.connections)];
  const rates = values.rate.map(positive);
  say(`Everything below shares the ${availableParallelism()} cores of this machine: ${SHARING}.`);
  const site = await openSite();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void site.stop().then(() => process.exit(130)));
  }
  try {
    const wrong =
      what === 'ingest'
        ? await benchIngest(site, { say, seconds, rounds, connections })
        : await benchToCard(site, { say, seconds, rates, backends: values.backend });
    return wrong === 0 ? 0 : 1;
  } finally {
    await site.stop();
  }
}

function positive(text: string): number {
  const number = Number(text);
  if (number > 0 && Number.isFinite(number)) return number;
  say(`"${text}" is not a number above 0.\n${USAGE}`);
  return process.exit(2);
}

process.exit(await run());
