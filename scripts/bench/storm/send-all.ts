import { openConnection } from '../connection.ts';
import { now } from '../numbers.ts';
import type { StormDelivery } from './deliveries.ts';

export interface Sent {
  startedAt: number;
  endedAt: number;
  /** What each took, in milliseconds. */
  took: readonly number[];
  /** How many were not answered with success, by status; 0 is no answer. */
  refused: ReadonlyMap<number, number>;
}

interface Sending {
  url: URL;
  connections: number;
  /** The whole request; signed when it goes out. */
  request(delivery: StormDelivery): Buffer;
  withinMs: number;
}

/** Sends all of them in this order, as fast as so many connections go. */
export async function sendAll(deliveries: readonly StormDelivery[], sending: Sending): Promise<Sent> {
  const { url, request, withinMs } = sending;
  const connections = await Promise.all(Array.from({ length: sending.connections }, () => openConnection(url)));
  const refused = new Map<number, number>();
  const took: number[] = [];
  const startedAt = now();
  const late = setTimeout(() => connections.map((connection) => connection.close()), withinMs);
  const waiting = deliveries.values();
  await Promise.all(
    connections.map(async (connection) => {
      for (const delivery of waiting) {
        const sentAt = now();
        const status = sentAt - startedAt < withinMs ? await connection.send(request(delivery)) : 0;
        took.push(now() - sentAt);
        if (status < 200 || status > 299) refused.set(status, (refused.get(status) ?? 0) + 1);
      }
    }),
  );
  clearTimeout(late);
  const endedAt = now();
  for (const connection of connections) connection.close();
  return { startedAt, endedAt, took, refused };
}
