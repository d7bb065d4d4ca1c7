import { generateKeyPairSync } from 'node:crypto';
import type { Clock } from '#src/clock.ts';
import type { Connection } from '#src/connectors/contract.ts';
import { okta } from '#src/connectors/okta/index.ts';

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
export const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

/** A clock that stands still and never really waits; what it was asked to wait is in `waits`. */
export function stillClock(now = () => new Date('2026-11-22T09:14:00Z')): Clock & { waits: number[] } {
  const waits: number[] = [];
  return {
    waits,
    now,
    async sleep(milliseconds) {
      waits.push(milliseconds);
    },
  };
}

const noTokens = {
  read: async () => undefined,
  write: async () => undefined,
  exclusively: <T>(_name: string, work: () => Promise<T>) => work(),
};

interface OpenOptions {
  clock?: Clock;
  auth?: Record<string, unknown>;
  group?: string | null;
}

export const serviceApp = {
  method: 'private-key-jwt',
  client_id: '0oademo00000000001',
  key_id: 'demo-key',
  private_key: pem,
};
export const apiToken = { method: 'ssws', token: 'sandbox-okta-api-token' };

export function openOkta(
  url: string,
  { clock = stillClock(), auth = serviceApp, group = '00gquarantine0000001' }: OpenOptions = {},
): Connection {
  const config = { org_url: url, auth, ...(group === null ? {} : { quarantine_group_id: group }) };
  return okta.open(config, { clock, tokens: noTokens });
}

export const call = { signal: AbortSignal.timeout(20_000) };
export const actionCall = { ...call, idempotencyKey: 'step-1' };
