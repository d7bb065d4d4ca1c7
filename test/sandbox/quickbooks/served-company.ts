import { afterEach, beforeEach } from 'vitest';
import { company } from '#sandbox/company.ts';
import { REALM_ID } from '#sandbox/vendors/quickbooks/books.ts';
import { createQuickbooksTwin } from '#sandbox/vendors/quickbooks/index.ts';
import { CLIENT_ID, CLIENT_SECRET, FIRST_REFRESH_TOKEN } from '#sandbox/vendors/quickbooks/oauth.ts';
import type { ActionCall, Connection, TokenStore } from '#src/connectors/contract.ts';
import { quickbooks } from '#src/connectors/quickbooks/index.ts';
import { createMemoryWorld, type MemoryWorld } from '#test/helpers/memory-world.ts';
import { type ServedTwin, serveTwin } from '#test/helpers/serve-twin.ts';

/** A Sunday morning in the company's zone. */
export const NOW = new Date('2026-11-22T08:14:00Z');

export const call: ActionCall = { signal: new AbortController().signal, idempotencyKey: 'step-4f6b' };

interface Served {
  world: MemoryWorld;
  url: string;
  /** The connector as the worker has it, on the world's time. */
  connection: Connection;
  /** Its token store. */
  tokens: Map<string, string>;
  panel(): string[];
}

/** A fresh twin over HTTP, with the connector connected to it, for every test. */
export function servedCompany(): Served {
  const served = {} as Served;
  let twin: ServedTwin;
  beforeEach(async () => {
    const world = createMemoryWorld({ now: NOW });
    const quickbooksTwin = createQuickbooksTwin(world);
    twin = await serveTwin(quickbooksTwin);
    const tokens = new Map<string, string>();
    const panel = () => quickbooksTwin.panel().map(({ label, value, tone }) => `${label}: ${value} (${tone})`);
    Object.assign(served, { world, url: twin.url, tokens, panel, connection: connect(twin.url, world, tokens) });
  });
  afterEach(() => twin.close());
  return served;
}

function connect(url: string, world: MemoryWorld, kept: Map<string, string>): Connection {
  const tokens: TokenStore = {
    read: async (name) => kept.get(name),
    write: async (name, value) => void kept.set(name, value),
    exclusively: (_, work) => work(),
  };
  const clock = { now: () => world.now(), sleep: async () => undefined };
  return quickbooks.open(
    {
      realm_id: REALM_ID,
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET,
      refresh_token: FIRST_REFRESH_TOKEN,
      api_url: url,
      token_url: `${url}/oauth2/v1/tokens/bearer`,
      currency: 'EUR',
      timezone: company.timezone,
    },
    { clock, tokens },
  );
}

interface Answered {
  status: number;
  body: Record<string, unknown>;
  reference: string | null;
}

/** One raw request, below the company's root unless the path says otherwise. */
export async function raw(url: string, path: string, token: string, init: RequestInit = {}): Promise<Answered> {
  const response = await fetch(`${url}/v3/company/${REALM_ID}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  });
  const body = (await response.json()) as Record<string, unknown>;
  return { status: response.status, body, reference: response.headers.get('intuit_tid') };
}

/** Exchanges a refresh token the way Intuit wants it. */
export async function exchange(url: string, refreshToken: string, secret = CLIENT_SECRET) {
  const basic = Buffer.from(`${CLIENT_ID}:${secret}`).toString('base64');
  const response = await fetch(`${url}/oauth2/v1/tokens/bearer`, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}` },
    body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken }),
  });
  const body = (await response.json()) as { access_token: string; refresh_token: string; error?: string };
  return { status: response.status, ...body };
}
