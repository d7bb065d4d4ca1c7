import type { Twin } from '#sandbox/twin.ts';
import { createSalesforceTwin } from '#sandbox/vendors/salesforce/index.ts';
import { salesforceState } from '#sandbox/vendors/salesforce/initial.ts';
import type { SalesforceState } from '#sandbox/vendors/salesforce/state.ts';
import type { ActionCall, Answer, BoundAction } from '#src/connectors/contract.ts';
import { salesforce } from '#src/connectors/salesforce/index.ts';
import { createMemoryWorld, type MemoryWorld } from '#test/helpers/memory-world.ts';
import { serveTwin } from '#test/helpers/serve-twin.ts';

export interface Organisation {
  world: MemoryWorld;
  twin: Twin;
  state: SalesforceState;
  url: string;
  ask<Data>(query: string, input: unknown): Promise<Answer<Data>>;
  action(id: string): BoundAction;
  check(): ReturnType<ReturnType<typeof salesforce.open>['check']>;
  close(): Promise<void>;
}

export const call: ActionCall = { signal: AbortSignal.timeout(30_000), idempotencyKey: 'test' };

/** The twin over real HTTP with Cordon's own connector in front of it. */
export async function openOrganisation(now = new Date('2026-11-20T09:14:00.000Z')): Promise<Organisation> {
  const world = createMemoryWorld({ now });
  const twin = createSalesforceTwin(world);
  const served = await serveTwin(twin);
  const settings = {
    base_url: served.url,
    auth: { flow: 'client-credentials', client_id: 'demo-client', client_secret: 'demo-secret' },
  };
  const tokens = {
    read: async () => undefined,
    write: async () => {},
    exclusively: async <T>(_: string, work: () => Promise<T>) => work(),
  };
  const connection = salesforce.open(settings, { clock: { now: () => world.now(), sleep: async () => {} }, tokens });
  return {
    world,
    twin,
    state: salesforceState(world),
    url: served.url,
    ask: async <Data>(query: string, input: unknown) => (await connection.ask(query, input, call)) as Answer<Data>,
    action: (id) => connection.action(id),
    check: () => connection.check(call),
    close: served.close,
  };
}

/** The window a playbook asks about: from a day before until now. */
export const dayUpTo = (world: MemoryWorld) => ({
  since: new Date(world.now().getTime() - 86_400_000).toISOString(),
  until: world.now().toISOString(),
});
