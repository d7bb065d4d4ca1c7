/** The floor: checks the same HMAC over the same bytes, commits the same row with one INSERT, answers 202. Nothing else. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { processEnvironment } from '#src/config/environment.ts';
import { openDb } from '#src/db/open.ts';

const { DATABASE_URL = '', CORDON_WEBHOOK_SECRET = '' } = processEnvironment();
const key = Buffer.from(CORDON_WEBHOOK_SECRET.replace(/^whsec_/, ''), 'base64');
const { pool } = openDb(DATABASE_URL);

async function receive(request: IncomingMessage): Promise<{ status: number; body: unknown }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const id = String(request.headers['webhook-id']);
  const signed = `${id}.${request.headers['webhook-timestamp']}.`;
  const expected = Buffer.from(`v1,${createHmac('sha256', key).update(signed).update(body).digest('base64')}`);
  const given = Buffer.from(String(request.headers['webhook-signature']));
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return { status: 401, body: {} };
  const { rows } = await pool.query(
    'insert into deliveries (source, dedupe_key, content_type, body) values ($1, $2, $3, $4) on conflict do nothing returning id',
    ['cordon', id, request.headers['content-type'], body],
  );
  return { status: 202, body: { delivery: rows[0]?.id, duplicate: rows.length === 0 } };
}

const server = createServer((request, response) => {
  void receive(request)
    .catch(() => ({ status: 503, body: {} }))
    .then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    });
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
process.on('disconnect', () => process.exit(0));
process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
