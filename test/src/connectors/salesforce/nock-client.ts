import nock from 'nock';
import type { z } from 'zod';
import type { ActionCall } from '#src/connectors/contract.ts';
import { createSalesforceClient, type SalesforceClient } from '#src/connectors/salesforce/client.ts';
import { SalesforceConfig } from '#src/connectors/salesforce/config.ts';

export const host = 'https://northwind.my.salesforce.example';
export const call: ActionCall = { signal: AbortSignal.timeout(20_000), idempotencyKey: 'test' };
export const ownUserId = '0055f00000CORDNAAQ';

const defaults: z.input<typeof SalesforceConfig> = {
  base_url: host,
  auth: { flow: 'client-credentials', client_id: 'client', client_secret: 'quite-secret' },
};

export interface TestClient extends SalesforceClient {
  /** Moves the client's clock. */
  advance(milliseconds: number): void;
}

export function createTestClient(settings: Partial<z.input<typeof SalesforceConfig>> = {}): TestClient {
  let now = Date.parse('2026-11-20T09:14:00.000Z');
  const clock = { now: () => new Date(now), sleep: async () => {} };
  const tokens = {
    read: async () => undefined,
    write: async () => {},
    exclusively: async <T>(_: string, work: () => Promise<T>) => work(),
  };
  const client = createSalesforceClient(SalesforceConfig.parse({ ...defaults, ...settings }), { clock, tokens });
  return {
    ...client,
    advance(milliseconds) {
      now += milliseconds;
    },
  };
}

/** Answers the next request for a token. */
export const mints = (accessToken = 'first-token') =>
  nock(host)
    .post('/services/oauth2/token')
    .reply(200, { access_token: accessToken, id: `https://login.example/id/00D5f000000/${ownUserId}` });

/** Answers the next SOQL query whose text matches. */
export const answers = (text: RegExp, status: number, body: nock.Body, headers: Record<string, string> = {}) =>
  nock(host)
    .get('/services/data/v67.0/query')
    .query(({ q }) => text.test(String(q)))
    .reply(status, body, headers);
