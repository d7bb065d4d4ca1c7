/** `npm run bench -- ingest | to-card | storm`: how fast it is, on this machine, beside what it should be. */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { benchIngest } from './bench/ingest.ts';
import { openSite, type Site } from './bench/site.ts';
import { benchStorm } from './bench/storm.ts';
import { timeReaders } from './bench/time-readers.ts';
import { benchToCard } from './bench/to-card.ts';

const USAGE = `Usage: npm run bench -- ingest  [--seconds 5] [--rounds 3] [--connections 50] [--runs 200]
       npm run bench -- to-card [--seconds 10] [--rate 100] [--backend postgres|redis]
       npm run bench -- storm   [--stories 200] [--deliveries 10000] [--seed 1]`;

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
        runs: { type: 'string', default: '200' },
        stories: { type: 'string', default: '200' },
        deliveries: { type: 'string', default: '10000' },
        seed: { type: 'string', default: '1' },
        rate: { type: 'string', multiple: true, default: ['5', '50', '100'] },
        backend: { type: 'string', multiple: true, default: ['postgres', 'redis'] },
      },
    });
    return { values, what: positionals[0] };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

type Options = NonNullable<ReturnType<typeof readOptions>['values']>;

/** Each returns how much was wrong, which is not the same as slow. */
const BENCHES: Readonly<Record<string, (values: Options) => (site: Site) => Promise<number>>> = {
  ingest(values) {
    const seconds = positive(values.seconds ?? '5');
    const [rounds, connections, runs] = [positive(values.rounds), positive(values.connections), positive(values.runs)];
    return async (site) => {
      timeReaders({ runs, say });
      return benchIngest(site, { say, seconds, rounds, connections });
    };
  },
  'to-card'({ seconds = '10', rate, backend: backends }) {
    const options = { say, seconds: positive(seconds), rates: rate.map(positive), backends };
    return (site) => benchToCard(site, options);
  },
  storm(values) {
    const [stories, deliveries, seed] = [whole(values.stories), whole(values.deliveries), whole(values.seed)];
    return (site) => benchStorm(site, { say, stories, deliveries, seed });
  },
};

async function run(): Promise<number> {
  const { values, what = '', problem } = readOptions();
  const prepare = Object.hasOwn(BENCHES, what) ? BENCHES[what] : undefined;
  if (!values || !prepare) {
    say([problem, USAGE].filter(Boolean).join('\n'));
    return 2;
  }
  const bench = prepare(values);
  say(`Everything below shares the ${availableParallelism()} cores of this machine: ${SHARING}.`);
  const site = await openSite();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void site.stop().then(() => process.exit(130)));
  }
  try {
    return (await bench(site)) === 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    say(error.message);
    return 2;
  } finally {
    await site.stop();
  }
}

const whole = (text: string): number => Math.ceil(positive(text));

function positive(text: string): number {
  const number = Number(text);
  if (number > 0 && Number.isFinite(number)) return number;
  say(`"${text}" is not a number above 0.\n${USAGE}`);
  return process.exit(2);
}

process.exit(await run());
