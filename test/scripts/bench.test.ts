import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { openConnection } from '../../scripts/bench/connection.ts';
import { detectionBody, signedRequest } from '../../scripts/bench/delivery.ts';
import { median, percentile } from '../../scripts/bench/numbers.ts';
import { describeUse } from '../../scripts/bench/processor-time.ts';

const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;

async function run(...args: string[]) {
  const file = join(import.meta.dirname, '..', '..', 'scripts', 'bench.ts');
  const child = spawn(execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  const [code] = await once(child, 'exit');
  return { code, text };
}

test('percentiles are values that were measured; a median of two is between them', () => {
  const values = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect([0.5, 0.95, 0.99, 1].map((share) => percentile(values, share))).toEqual([50, 95, 99, 100]);
  expect(percentile([7], 0.99)).toBe(7);
  expect(percentile([], 0.5)).toBeNaN();
  expect([median([3, 1, 2]), median([4, 1, 3, 2])]).toEqual([2, 2.5]);
});

test('the processor time of a run is told for each, beside what others used', () => {
  const before = new Map([
    ['worker', 100],
    ['machine', 1_000],
  ]);
  const after = new Map([
    ['worker', 300],
    ['machine', 1_250],
  ]);
  expect(describeUse(before, after, { count: 100, ms: 1_000 })).toMatch(/^processor ms for each: worker 2\.00; cores/);
  expect(describeUse(new Map(), new Map(), { count: 1, ms: 1 })).toBe('');
});

test('a request is signed as the reference library signs, has the size asked for, and is sent again when the connection broke', async () => {
  const seen: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    new Webhook(secret).verify(body, request.headers as Record<string, string>);
    seen.push(`${request.headers['webhook-id']} ${body.length}`);
    if (seen.length === 2) request.socket.destroy();
    else response.writeHead(202).end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const connection = await openConnection(url);
  for (const id of ['one', 'two']) {
    const request = signedRequest(id, detectionBody(id, 4_096), { host: url.host, secret });
    expect(await connection.send(request)).toBe(202);
  }
  connection.close();
  server.close();
  expect(seen).toEqual(['one 4096', 'two 4096', 'two 4096']);
});

test('wrong use says how to use it', async () => {
  expect(await run('to-the-moon')).toMatchObject({ code: 2, text: expect.stringContaining('npm run bench -- ingest') });
});

test('a tiny run from webhook to card loses and doubles nothing', async () => {
  const { code, text } = await run('to-card', '--rate', '4', '--seconds', '1', '--backend', 'postgres');
  expect(text).toMatch(/4\/s +card after p50 [\d,.]+, p95 [\d,.]+, p99 [\d,.]+ ms; acknowledged p99/);
  expect(text).not.toMatch(/accepted detections have|were not answered/);
  expect(code).toBe(0);
}, 90_000);

test('a tiny intake run prints the floor, Cordon and the ratio', async () => {
  const { code, text } = await run('ingest', '--seconds', '1', '--rounds', '1', '--connections', '2');
  expect(text).toMatch(/Cordon, queue on PostgreSQL .*RATIO to the floor \d\.\d\d/);
  expect(text).toContain('Every answer was 202.');
  expect(code).toBe(0);
}, 90_000);
