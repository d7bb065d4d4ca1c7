import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Twin } from '#sandbox/twin.ts';
import type { SandboxWorld } from '#sandbox/world.ts';
import { startTestSandbox, type TestSandbox } from './slack/slack-server.ts';

/** A vendor that counts. */
function createCounter(world: SandboxWorld): Twin {
  const state = world.store('counter', () => ({ count: 0 }));
  return {
    id: 'okta',
    name: 'Counter',
    panel: () => [{ label: 'count', value: String(state.count), tone: 'ok' }],
    routes: [
      {
        method: 'GET',
        pattern: '/counts/:name',
        handle: ({ params }) => ({ status: 200, body: { ...params, ...state } }),
      },
      {
        method: 'POST',
        pattern: '/counts/:name/add',
        handle: (asked) => {
          if (!world.pretends(asked)) state.count += 1;
          world.changed();
          return { status: 200, body: { done: true } };
        },
      },
    ],
  };
}

let folder: string;
let sandbox: TestSandbox;
const start = () => startTestSandbox({ twins: [createCounter], home: folder, page: pathToFileURL(`${folder}/`) });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
  sandbox = await start();
});
afterEach(async () => {
  await sandbox.stop();
  await rm(folder, { recursive: true });
});

const add = () => fetch(`${sandbox.url}/okta/counts/a/add`, { method: 'POST' });
const count = async () => ((await (await fetch(`${sandbox.url}/okta/counts/a`)).json()) as { count: number }).count;
const plan = (fault: object, more: object = {}) =>
  sandbox.control('POST', '/faults', { mount: 'okta', path: '/counts/a/add', fault, ...more });

describe('routes', () => {
  test('parameters are decoded; a wrong path and a wrong method are told apart', async () => {
    const response = await fetch(`${sandbox.url}/okta/counts/Mara%20Ito`);
    expect(await response.json()).toEqual({ name: 'Mara Ito', count: 0 });
    expect((await fetch(`${sandbox.url}/okta/nothing`)).status).toBe(404);
    expect((await fetch(`${sandbox.url}/okta/counts/a`, { method: 'DELETE' })).status).toBe(405);
  });
});

describe('faults', () => {
  test('a status instead of the work, as often as asked for', async () => {
    await plan({ kind: 'status', status: 429, headers: { 'retry-after': '7' }, body: { error: 'slow' } }, { times: 2 });
    const refused = await add();
    expect([refused.status, refused.headers.get('retry-after'), await refused.json()]).toEqual([
      429,
      '7',
      { error: 'slow' },
    ]);
    expect([(await add()).status, (await add()).status, await count()]).toEqual([429, 200, 1]);
  });

  test('a lost answer: the work is done', async () => {
    await plan({ kind: 'lose-answer' });
    await expect(add()).rejects.toThrow();
    expect(await count()).toBe(1);
  });

  test('said and not done', async () => {
    await plan({ kind: 'say-done-do-nothing' });
    expect(await (await add()).json()).toEqual({ done: true });
    expect(await count()).toBe(0);
    await add();
    expect(await count()).toBe(1);
  });

  test('a delay comes before the work', async () => {
    await plan({ kind: 'delay', milliseconds: 500 });
    const slow = add();
    expect(await count()).toBe(0);
    await slow;
    expect(await count()).toBe(1);
  });

  test('only its mount, path and method; and they can be taken back', async () => {
    await plan({ kind: 'status', status: 500 }, { mount: 'salesforce' });
    await plan({ kind: 'status', status: 500 }, { path: '/counts/b' });
    await plan({ kind: 'status', status: 500 }, { method: 'GET' });
    expect((await add()).status).toBe(200);
    await plan({ kind: 'status', status: 500 });
    await sandbox.control('DELETE', '/faults');
    expect((await add()).status).toBe(200);
  });

  test('an order that makes no sense is explained', async () => {
    expect(await plan({ kind: 'explode' })).toMatchObject({
      ok: false,
      message: expect.stringContaining('fault.kind'),
    });
  });
});

describe('state', () => {
  test('survives a restart, with the time that was moved', async () => {
    await add();
    await sandbox.api('chat.postMessage', { channel: 'C0TRIAGE', text: 'kept' });
    await sandbox.control('POST', '/advance', { ms: 3_600_000 });
    await sandbox.stop();
    sandbox = await start();
    expect(await count()).toBe(1);
    const state = await sandbox.see('noor');
    expect(state.channels.find(({ id }) => id === 'C0TRIAGE')?.messages).toMatchObject([{ text: 'kept' }]);
    expect(Date.parse(state.now)).toBeGreaterThan(Date.now() + 3_500_000);
    expect(state.vendors).toEqual([
      { id: 'okta', name: 'Counter', rows: [{ label: 'count', value: '1', tone: 'ok' }] },
    ]);
  });

  test('is written whole or not at all', async () => {
    await add();
    await sandbox.stop();
    expect(JSON.parse(await readFile(join(folder, 'sandbox.json'), 'utf8'))).toMatchObject({
      stores: { counter: { count: 1 } },
    });
    await writeFile(join(folder, 'sandbox.json'), '{"half');
    await expect(start()).rejects.toThrow('Delete it to start afresh.');
    await rm(join(folder, 'sandbox.json'));
    sandbox = await start();
  });

  test('goes back to the beginning on reset', async () => {
    await add();
    await sandbox.api('chat.postMessage', { channel: 'C0TRIAGE', text: 'gone' });
    await sandbox.control('POST', '/advance', { ms: 3_600_000 });
    await sandbox.control('POST', '/reset');
    expect(await count()).toBe(0);
    expect((await sandbox.see('noor')).channels.flatMap(({ messages }) => messages)).toEqual([]);
    expect(sandbox.world.now().getTime()).toBeLessThan(Date.now() + 1_000);
    expect(await sandbox.calls()).toEqual([]);
  });

  test('a change is pushed to whoever watches', async () => {
    const response = await fetch(`${sandbox.url}/_control/events`);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toContain('retry');
    await add();
    expect((await reader?.read())?.value).toBe('event: changed\ndata: {}\n\n');
    await reader?.cancel();
  });
});

describe('who may use the levers', () => {
  /** `fetch` would not let us lie about Host. */
  const statusWith = (headers: Record<string, string>, path = '/_control/state?as=noor') =>
    new Promise<number | undefined>((resolve, reject) => {
      request(`${sandbox.url}${path}`, { headers }, (response) => {
        response.destroy();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });

  test.each(['/_control/state?as=noor', '/_control/events', '/'])(
    'not another site, not another name: %s',
    async (path) => {
      expect(await statusWith({ origin: 'https://evil.example' }, path)).toBe(403);
      expect(await statusWith({ origin: 'null' }, path)).toBe(403);
      expect(await statusWith({ host: 'evil.example' }, path)).toBe(403);
    },
  );

  test('the page itself, and tools on this machine', async () => {
    expect(await statusWith({})).toBe(200);
    expect(await statusWith({ origin: sandbox.url })).toBe(200);
    const { port } = new URL(sandbox.url);
    expect(await statusWith({ host: `localhost:${port}`, origin: `http://localhost:${port}` })).toBe(200);
  });
});

describe('the page', () => {
  test('TypeScript arrives as JavaScript, nothing outside the folder arrives', async () => {
    await writeFile(join(folder, 'index.html'), '<!doctype html>');
    await writeFile(join(folder, 'main.ts'), "import type { A } from './a.ts';\nexport const one: number = 1;\n");
    const get = (path: string) => fetch(`${sandbox.url}${path}`);
    const [page, script] = [await get('/'), await get('/page/main.ts')];
    expect([page.headers.get('content-type'), await page.text()]).toEqual([
      'text/html; charset=utf-8',
      '<!doctype html>',
    ]);
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect((await script.text()).replaceAll(/\s+/g, ' ')).toBe(' export const one = 1; ');
    expect((await get('/page/..%2Fpackage.json')).status).toBe(404);
    expect((await get('/page/sandbox.json')).status).toBe(404);
  });
});

test('scenarios are listed and sent; one that fails says why', async () => {
  await sandbox.stop();
  const sent: string[] = [];
  const send = async () => void sent.push('export');
  const fail = async () => Promise.reject(new Error('The bot did not answer.'));
  const scenarios = [
    { id: 'export', title: 'Mass export', says: 'Mara exports', send },
    { id: 'broken', title: 'Broken', says: '', send: fail },
  ];
  sandbox = await startTestSandbox({ scenarios });
  expect((await sandbox.see('noor')).scenarios.map(({ id }) => id)).toEqual(['export', 'broken']);
  expect(await sandbox.control('POST', '/scenarios/export')).toEqual({ ok: true });
  expect(sent).toEqual(['export']);
  expect(await sandbox.control('POST', '/scenarios/broken')).toEqual({ ok: false, message: 'The bot did not answer.' });
  expect(await sandbox.control('POST', '/scenarios/none')).toMatchObject({ ok: false });
});
