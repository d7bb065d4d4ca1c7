import type { Call } from '../contract.ts';
import type { SalesforceClient } from './client.ts';
import { readInstalledApps } from './grants.ts';
import { sameId } from './person.ts';
import type { ApiEvent, App } from './schema.ts';

const isNamed = (value: string | null): value is string => value !== null && !/^(N\/A|unknown)$/i.test(value);

/** Names the app behind each call: as the event says, else as the connected app is called, else by what the client calls itself. */
export async function appNamer(
  client: SalesforceClient,
  events: readonly ApiEvent[],
  call: Call,
): Promise<(event: ApiEvent) => string> {
  const unnamed = events.some(({ application, appId }) => !isNamed(application) && appId !== null);
  const installed: readonly App[] = unnamed ? (await readInstalledApps(client, call)).rows : [];
  return ({ application, appId, client: name }) => {
    if (isNamed(application)) return application;
    const app = installed.find(({ id }) => sameId(id, appId));
    if (app) return app.name;
    return isNamed(name) ? name : 'an unnamed app';
  };
}
