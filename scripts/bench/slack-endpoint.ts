/** The least that Cordon's worker needs of Slack: takes every message, and remembers when each card arrived. */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { now } from './numbers.ts';

/** A message outside any thread: a card. `message` is Cordon's id for it, from the metadata. */
export interface PostedCard {
  message: string;
  at: number;
}

let cards: PostedCard[] = [];
let ts = 0;

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return new URLSearchParams(text);
}

async function take(request: IncomingMessage): Promise<object> {
  const form = await readForm(request);
  const at = now();
  if (request.url?.endsWith('/conversations.open')) return { ok: true, channel: { id: `D${form.get('users')}` } };
  if (request.url?.endsWith('/chat.postMessage') && !form.has('thread_ts') && form.get('channel')?.startsWith('C')) {
    const { event_payload } = JSON.parse(form.get('metadata') ?? '{}') as { event_payload?: { message?: string } };
    cards.push({ message: event_payload?.message ?? '', at });
  }
  ts += 1;
  return { ok: true, channel: form.get('channel'), ts: form.get('ts') ?? `1763800000.${String(ts).padStart(6, '0')}` };
}

const server = createServer((request, response) => {
  void take(request).then((answer) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer));
  });
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
process.on('message', () => {
  process.send?.(cards);
  cards = [];
});
process.on('disconnect', () => process.exit(0));
process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
