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
import { growBody } from '../../scripts/bench/grow-body.ts';
import { median, percentile } from '../../scripts/bench/numbers.ts';
import { describeUse } from '../../scripts/bench/processor-time.ts';
import { planDeliveries } from '../../scripts/bench/storm/deliveries.ts';
import { keyOf } from '../../scripts/bench/storm/finding.ts';
import { createRandom } from '../../scripts/bench/storm/random.ts';
import { stormSenders } from '../../scripts/bench/storm/senders.ts';
import { tellStories } from '../../scripts/bench/storm/tell-stories.ts';

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

test('a body grows by entries of its own form in the list nearest to the top, and by longer text', () => {
  const example = {
    message: 'one two',
    data: { events: [{ id: 'a-1234567', who: 'mara@bench.example', at: '2026-11-22T08:00:00Z', seen: [1, 2] }] },
  };
  const [byList, byText] = growBody(example, 1_000);
  expect(byList?.how).toMatch(/^\d+ in data\.events$/);
  expect(JSON.parse(byList?.body.toString() ?? '')).toMatchObject({
    message: 'one two',
    data: {
      events: expect.arrayContaining([
        { id: 'a-1230001', who: '1.mara@bench.example', at: '2026-11-22T08:00:00Z', seen: [1, 2] },
      ]),
    },
  });
  expect(byText?.how).toBe('longer message');
  expect(byText?.body).toHaveLength(1_000);
  for (const { body } of [byList, byText].flatMap((grown) => grown ?? [])) {
    expect(body.length).toBeGreaterThan(800);
    expect(body.length).toBeLessThanOrEqual(1_000);
  }
});

test('a storm is the same for the same seed, has every finding in it, and bridges half of its stories', () => {
  const plan = (seed: number) => {
    const random = createRandom(seed);
    const storm = tellStories(40, stormSenders, random);
    return { storm, deliveries: planDeliveries(storm, 400, stormSenders, random) };
  };
  const told = ({ deliveries }: ReturnType<typeof plan>) => deliveries.map(({ id, keys }) => `${id} ${keys}`);
  const { storm, deliveries } = plan(7);
  expect(told(plan(7))).toEqual(told({ storm, deliveries }));
  expect(told(plan(8))).not.toEqual(told({ storm, deliveries }));
  expect(deliveries).toHaveLength(400);
  expect(new Set(deliveries).size).toBeLessThan(400);
  const findings = [...storm.stories.flatMap((story) => story.findings), ...storm.loners];
  expect(new Set(deliveries.flatMap(({ keys }) => keys))).toEqual(new Set(findings.map(keyOf)));
  const bridged = storm.stories.filter(({ findings: files }) =>
    ['both', 'email', 'salesforce'].every((which) =>
      files.some(({ who }) => which === (who?.email && who.salesforce ? 'both' : who?.email ? 'email' : 'salesforce')),
    ),
  );
  expect(bridged).toHaveLength(20);
  for (const { findings: files } of storm.stories) {
    expect(files.length).toBeGreaterThanOrEqual(2);
    expect(files.length).toBeLessThanOrEqual(5);
    const times = files.map(({ at }) => at.getTime());
    expect(Math.max(...times) - Math.min(...times)).toBeLessThan(60 * 60_000);
  }
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

test('a tiny storm leaves exactly the cases it has to', async () => {
  const { code, text } = await run('storm', '--stories', '6', '--deliveries', '60');
  expect(text).toMatch(/60 deliveries, \d+ of them different, seed 1: \d+ findings in 6 stories and 20 benign loners/);
  expect(text).toMatch(/until the last one was placed .*RATIO to the floor \d\.\d{3}/);
  expect(text).toContain('Exact: 6 open cases');
  expect(code).toBe(0);
}, 90_000);

test('a tiny intake run prints the readers, the floor, Cordon and the ratio', async () => {
  const { code, text } = await run('ingest', '--seconds', '1', '--rounds', '1', '--connections', '2', '--runs', '3');
  expect(text).toMatch(
    /cordon .* median +[\d.]+ ms \((NOT )?met\), p99 +[\d.]+ ms \((NOT )?met\); JSON\.parse .*RATIO [\d.]+/,
  );
  expect(text).not.toMatch(/not timed: refused/);
  expect(text).toMatch(/Cordon, queue on PostgreSQL .*RATIO to the floor \d\.\d\d/);
  expect(text).toContain('Every answer was 202.');
  expect(code).toBe(0);
}, 90_000);
