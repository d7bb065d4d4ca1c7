import nock from 'nock';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { Clock } from '#src/clock.ts';
import type { ActionCall, TokenStore } from '#src/connectors/contract.ts';
import { createQuickbooksClient, type QuickbooksClient } from '#src/connectors/quickbooks/client.ts';
import { QuickbooksConfig } from '#src/connectors/quickbooks/config.ts';

export const API = 'https://qbo.test';
const TOKENS = 'https://tokens.test';
export const ROOT = '/v3/company/9130000000000000';
export const NOW = new Date('2026-11-22T09:14:00Z');

export const call: ActionCall = { signal: new AbortController().signal, idempotencyKey: 'step-4f6b' };

export interface StillClock extends Clock {
  advance(milliseconds: number): void;
  slept: number[];
}

export function stillClock(): StillClock {
  let time = NOW.getTime();
  const slept: number[] = [];
  return {
    now: () => new Date(time),
    async sleep(milliseconds) {
      slept.push(milliseconds);
    },
    advance(milliseconds) {
      time += milliseconds;
    },
    slept,
  };
}

/** One store for several workers: whoever comes second waits. `kept` is what it holds, `log` what was done with it. */
export function memoryTokens() {
  const kept = new Map<string, string>();
  const log: string[] = [];
  let last: Promise<unknown> = Promise.resolve();
  const store: TokenStore = {
    read: async (name) => kept.get(name),
    async write(name, value) {
      log.push('write');
      kept.set(name, value);
    },
    exclusively(name, work) {
      const mine = last.then(() => {
        log.push(`lock ${name}`);
        return work();
      });
      last = mine.catch(() => undefined);
      return mine;
    },
  };
  return { store, kept, log };
}

export const settings = {
  realm_id: '9130000000000000',
  client_id: 'client',
  client_secret: 'client-secret-of-the-app',
  refresh_token: 'first-refresh-token',
  api_url: API,
  token_url: `${TOKENS}/oauth2/v1/tokens/bearer`,
  currency: 'EUR',
  timezone: 'Europe/Amsterdam',
};

interface Opened {
  client: QuickbooksClient;
  clock: StillClock;
  tokens: ReturnType<typeof memoryTokens>;
}

/** A client with its own clock and store, unless they are shared with another worker. */
export function open(shared: Partial<Omit<Opened, 'client'>> & { config?: Partial<typeof settings> } = {}): Opened {
  const clock = shared.clock ?? stillClock();
  const tokens = shared.tokens ?? memoryTokens();
  const config = QuickbooksConfig.parse({ ...settings, ...shared.config });
  return { client: createQuickbooksClient(config, { clock, tokens: tokens.store }), clock, tokens };
}

export const grant = (number: number, more: Record<string, unknown> = {}) => ({
  token_type: 'bearer',
  access_token: `access-${number}`,
  expires_in: 3600,
  refresh_token: `refresh-${number}`,
  x_refresh_token_expires_in: 8_726_400,
  x_refresh_token_hard_expires_in: 157_680_000,
  ...more,
});

/** The next exchange of this refresh token. */
export const exchange = (refreshToken = 'first-refresh-token') =>
  nock(TOKENS).post('/oauth2/v1/tokens/bearer', { grant_type: 'refresh_token', refresh_token: refreshToken });

/** Nothing reaches a network, and every answer that was prepared must have been asked for. */
export function withoutNetwork(): void {
  beforeAll(() => nock.disableNetConnect());
  afterEach(() => {
    const unused = nock.pendingMocks();
    nock.cleanAll();
    expect(unused).toEqual([]);
  });
  afterAll(() => {
    nock.enableNetConnect();
    nock.restore();
  });
}
