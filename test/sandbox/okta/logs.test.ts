import { describe, expect, it } from 'vitest';
import { nextLink } from '#src/connectors/okta/next-link.ts';
import { lastDays, person, serveOkta } from './served-okta.ts';

const DANA = person('dana').userId;

async function pages(ask: (path: string) => Promise<Response>, path: string, most = 50) {
  const found: { uuid: string; published: string }[][] = [];
  let next: string | undefined = path;
  while (next !== undefined && found.length < most) {
    const response: Response = await ask(next);
    found.push(await response.json());
    next = nextLink(response.headers)?.replace(/^.*\/okta/, '');
  }
  return found;
}

const starts = (more: Record<string, string>) =>
  `/api/v1/logs?${new URLSearchParams({ filter: `eventType eq "user.session.start" and actor.id eq "${DANA}"`, ...more })}`;

describe('a bounded query', () => {
  it('is finite, in order, and holds everything once', async () => {
    const { ask, world } = await serveOkta();
    const window = lastDays(world.now(), 90);
    const found = await pages(ask, starts({ ...window, limit: '10' }));
    expect(found.map((page) => page.length)).toEqual([10, 10, 10, 10, 10, 2]);
    const times = found.flat().map(({ published }) => published);
    expect(times).toEqual(times.toSorted());
    expect(new Set(found.flat().map(({ uuid }) => uuid)).size).toBe(52);

    const backwards = await pages(ask, starts({ ...window, limit: '10', sortOrder: 'DESCENDING' }));
    expect(backwards.flat()).toEqual(found.flat().toReversed());
  });

  it('says nothing of what is no longer kept', async () => {
    const { ask, world } = await serveOkta();
    world.advance(30 * 86_400_000);
    const found = await pages(ask, starts({ ...lastDays(world.now(), 179), limit: '1000' }));
    expect(found.flat().length).toBeLessThan(52);
  });
});

it('a polling query always names a next page, also after an empty one', async () => {
  const { ask, world } = await serveOkta();
  const path = starts({ since: lastDays(world.now(), 10).since, limit: '1000' });
  const [first, second, third] = await pages(ask, path, 3);
  expect(first?.length).toBeGreaterThan(0);
  expect([second, third]).toEqual([[], []]);
});

it('an event shows when it has arrived', async () => {
  const { ask, world, state } = await serveOkta();
  state.lagMs = 60_000;
  await ask(`/api/v1/users/${DANA}/sessions`, { method: 'DELETE' });
  const path = `/api/v1/logs?filter=${encodeURIComponent('eventType eq "user.session.clear"')}`;
  expect(await (await ask(path)).json()).toEqual([]);
  world.advance(60_000);
  expect(await (await ask(path)).json()).toMatchObject([
    { eventType: 'user.session.clear', client: { ipAddress: 'null' }, target: [{ id: DANA }] },
  ]);
});

it.each([
  [{ filter: 'eventType is "x"' }, 'E0000053'],
  [{ filter: 'published gt "2026-01-01"' }, 'E0000031'],
  [{ since: '2026-05-01T00:00:00Z' }, 'E0000053'],
  [{ limit: '1001' }, 'E0000001'],
  [{ since: '2026-11-01T00:00:00Z', after: 'e30' }, 'E0000001'],
])('refuses %j', async (query, errorCode) => {
  const { ask } = await serveOkta();
  const response = await ask(`/api/v1/logs?${new URLSearchParams(query)}`);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ errorCode });
});

it('answers 429 when a minute is used up, and again after it', async () => {
  const { ask, world, state } = await serveOkta();
  state.callsPerMinute.logs = 2;
  const statuses = [];
  for (let call = 0; call < 3; call += 1) statuses.push((await ask('/api/v1/logs?limit=1')).status);
  expect(statuses).toEqual([200, 200, 429]);
  expect((await ask('/api/v1/users?limit=1')).status).toBe(200);
  const refused = await ask('/api/v1/logs?limit=1');
  expect(await refused.json()).toMatchObject({ errorCode: 'E0000047' });
  expect(Object.fromEntries(refused.headers)).toMatchObject({
    date: 'Sun, 22 Nov 2026 09:14:00 GMT',
    'x-rate-limit-limit': '2',
    'x-rate-limit-remaining': '0',
    'x-rate-limit-reset': String(Date.parse('2026-11-22T09:15:00Z') / 1000),
  });
  world.advance(60_000);
  expect((await ask('/api/v1/logs?limit=1')).status).toBe(200);
});
