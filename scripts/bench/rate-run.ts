import { randomUUID } from 'node:crypto';
import type { Child } from './child.ts';
import { type Counted, countCards } from './count-cards.ts';
import { now, percentile, shown } from './numbers.ts';
import { describeUse, familyOf, readProcessorTime } from './processor-time.ts';
import type { Answered, Order } from './sender.ts';

interface RateRun {
  backend: string;
  /** Detections a second, evenly spaced. */
  rate: number;
  seconds: number;
  databaseUrl: string;
  sender: Child;
  slack: Child;
  load: Omit<Order, 'prefix' | 'seconds' | 'perSecond'>;
  /** The processes whose use of the cores is told, by name. */
  processes: ReadonlyMap<string, number>;
  say(line: string): void;
}

/** For this rate, in milliseconds. */
const GOALS = {
  rate: 100,
  p95: { redis: 230, postgres: 400 } as Readonly<Record<string, number>>,
  acknowledgedP99: 50,
};
const WARM_UP_SECONDS = 3;

/** One rate on one backend: a short warm-up that goes over into what counts. Returns how many were refused, lost or doubled. */
export async function benchRate(run: RateRun): Promise<number> {
  const { rate, seconds, databaseUrl, slack } = run;
  const send = async (lasting: number) => {
    const order: Order = { ...run.load, prefix: randomUUID().slice(0, 8), seconds: lasting, perSecond: rate };
    return (await run.sender.ask(order)) as Answered[];
  };
  const used = () => readProcessorTime(new Map([...run.processes].map(([name, pid]) => [name, familyOf(pid)])));

  const warmUp = await send(WARM_UP_SECONDS);
  const before = used();
  const startedAt = now();
  const answers = await send(seconds);
  const all = [...warmUp, ...answers];
  const accepted = all.filter(({ status }) => status === 202);
  const counted = await countCards({ databaseUrl, slack, accepted });
  const use = describeUse(before, used(), { count: answers.length, ms: now() - startedAt });

  report(run, answers, counted);
  run.say(`           ${use}`);
  const refused = all.length - accepted.length;
  for (const line of problems(counted, refused)) run.say(`           ${line}`);
  return counted.lost + counted.doubled + refused;
}

function report({ backend, rate, say }: RateRun, answers: readonly Answered[], { cards }: Counted): void {
  const toCard = answers.flatMap(({ id, answeredAt }) => {
    const at = cards.get(id);
    return at === undefined ? [] : [at - answeredAt];
  });
  const [p50 = 0, p95 = 0, p99 = 0] = [0.5, 0.95, 0.99].map((share) => percentile(toCard, share));
  const acknowledged = percentile(
    answers.map(({ sentAt, answeredAt }) => answeredAt - sentAt),
    0.99,
  );
  say(
    `  ${String(rate).padStart(5)}/s   card after p50 ${shown(p50)}, p95 ${shown(p95)}, p99 ${shown(p99)} ms; acknowledged p99 ${shown(acknowledged)} ms`,
  );
  if (rate !== GOALS.rate) return;
  const p95Goal = GOALS.p95[backend] ?? 0;
  say(
    `           goal p95 ${p95Goal} ms: ${met(p95 <= p95Goal)}; goal acknowledged p99 ${GOALS.acknowledgedP99} ms: ${met(acknowledged <= GOALS.acknowledgedP99)}`,
  );
}

const met = (is: boolean): string => (is ? 'met' : 'NOT met');

const problems = ({ lost, doubled }: Counted, refused: number): string[] => [
  ...(refused > 0 ? [`${refused} deliveries were not answered with 202.`] : []),
  ...(lost > 0 ? [`${lost} accepted detections have no case or no card.`] : []),
  ...(doubled > 0 ? [`${doubled} accepted detections have more than one case or card.`] : []),
];
