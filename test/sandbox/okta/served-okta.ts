import { afterEach } from 'vitest';
import { people } from '#sandbox/company.ts';
import { createOktaTwin } from '#sandbox/vendors/okta/index.ts';
import { openOrg } from '#sandbox/vendors/okta/org.ts';
import { createMemoryWorld } from '../../helpers/memory-world.ts';
import { serveTwin } from '../../helpers/serve-twin.ts';
import { apiToken, openOkta, stillClock } from '../../src/connectors/okta/open-okta.ts';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** The twin on a loopback port, with a connector that shares its time. A Sunday, 10:14 in Amsterdam. */
export async function serveOkta() {
  const world = createMemoryWorld({ now: new Date('2026-11-22T09:14:00Z') });
  const twin = createOktaTwin(world);
  const { url, close } = await serveTwin(twin);
  closing.push(close);
  const clock = stillClock(() => world.now());
  const headers = { authorization: `SSWS ${apiToken.token}` };
  return {
    world,
    twin,
    url,
    state: openOrg(world).state,
    open: (options = {}) => openOkta(url, { clock, ...options }),
    /** A call of no connector's, with an API token. */
    ask: (path: string, init: RequestInit = {}) => fetch(`${url}${path}`, { headers, ...init }),
  };
}

export const person = (key: keyof typeof people) => ({ userId: people[key].oktaId, name: people[key].name });

/** From some days ago until now. */
export const lastDays = (now: Date, days: number) => ({
  since: new Date(now.getTime() - days * 86_400_000).toISOString(),
  until: now.toISOString(),
});
