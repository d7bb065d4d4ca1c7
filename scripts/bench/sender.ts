/** The load generator's process: sends signed detections to a loopback address as ordered, and reports every answer. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Connection, openConnection } from './connection.ts';
import { detectionBody, signedRequest } from './delivery.ts';
import { now } from './numbers.ts';

export interface Order {
  url: string;
  secret: string;
  /** Begins every id; ids are unique while prefixes are. */
  prefix: string;
  connections: number;
  seconds: number;
  atMost: number;
  /** Evenly spaced; without it every connection sends again as soon as it has its answer. */
  perSecond?: number;
  bodyBytes: number;
}

/** `sentAt` is when it was meant to go out, so that waiting for a free connection counts. */
export interface Answered {
  id: string;
  sentAt: number;
  answeredAt: number;
  status: number;
}

async function carryOut(order: Order): Promise<Answered[]> {
  const url = new URL(order.url);
  if (url.hostname !== '127.0.0.1') throw new Error('only loopback is loaded');
  const free = await Promise.all(Array.from({ length: order.connections }, () => openConnection(url)));
  const all = [...free];
  const signing = { host: url.host, secret: order.secret };
  const prepare = (number: number) => {
    const id = `${order.prefix}-${number}`;
    return { id, request: signedRequest(id, detectionBody(id, order.bodyBytes), signing) };
  };
  const answers = await (order.perSecond === undefined
    ? sendUnpaced(order, all, prepare)
    : sendPaced({ ...order, perSecond: order.perSecond }, free, prepare));
  for (const connection of all) connection.close();
  return answers;
}

type Prepare = (number: number) => { id: string; request: Buffer };

async function sendUnpaced(order: Order, connections: readonly Connection[], prepare: Prepare): Promise<Answered[]> {
  const answers: Answered[] = [];
  const until = now() + order.seconds * 1000;
  let number = 0;
  await Promise.all(
    connections.map(async (connection) => {
      while (now() < until && number < order.atMost) {
        number += 1;
        const { id, request } = prepare(number);
        const sentAt = now();
        const status = await connection.send(request);
        answers.push({ id, sentAt, answeredAt: now(), status });
        if (status === 0) return;
      }
    }),
  );
  return answers;
}

async function sendPaced(
  { perSecond, seconds, atMost }: Order & { perSecond: number },
  free: Connection[],
  prepare: Prepare,
): Promise<Answered[]> {
  const total = Math.min(atMost, Math.round(perSecond * seconds));
  const start = now() + 50;
  const waiting: ((connection: Connection) => void)[] = [];
  const take = () => free.pop() ?? new Promise<Connection>((resolve) => waiting.push(resolve));
  const give = (connection: Connection) => {
    const next = waiting.shift();
    if (next) next(connection);
    else free.push(connection);
  };
  const sendOne = async (number: number, sentAt: number): Promise<Answered> => {
    const { id, request } = prepare(number);
    const connection = await take();
    const status = await connection.send(request);
    give(connection);
    return { id, sentAt, answeredAt: now(), status };
  };
  const sending: Promise<Answered>[] = [];
  for (let number = 0; number < total; number += 1) {
    const due = start + (number * 1000) / perSecond;
    if (due > now()) await sleep(due - now());
    sending.push(sendOne(number, due));
  }
  return Promise.all(sending);
}

process.on('message', (order: Order) => {
  carryOut(order).then(
    (answers) => process.send?.(answers),
    (error: unknown) => {
      process.stderr.write(`sender: ${error instanceof Error ? error.message : String(error)}\n`);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
