import type { OktaClient } from './client.ts';
import { route } from './route.ts';
import { Client, RefreshToken } from './schema.ts';

const PAGE_ROWS = 200;
const MAX_CLIENTS = 10;

interface Tokens {
  clients: (Client & { alive: number })[];
  /** Refresh tokens that still work, over all clients read. */
  alive: number;
  /** Clients whose tokens were not counted. */
  skipped: number;
}

/** The apps that hold tokens of a user at the org authorization server, with how many refresh tokens of each are alive. */
export async function readTokens(client: OktaClient, userId: string, signal: AbortSignal): Promise<Tokens> {
  const { rows } = await client.list({ path: route`/api/v1/users/${userId}/clients`, row: Client, signal });
  const read = rows.slice(0, MAX_CLIENTS);
  const clients = await Promise.all(
    read.map(async (one) => {
      const path = route`/api/v1/users/${userId}/clients/${one.clientId}/tokens`;
      const tokens = await client.list({ path, query: { limit: PAGE_ROWS }, row: RefreshToken, signal });
      return { ...one, alive: tokens.rows.filter(({ alive }) => alive).length };
    }),
  );
  const alive = clients.reduce((sum, one) => sum + one.alive, 0);
  return {
    clients: [...clients, ...rows.slice(MAX_CLIENTS).map((one) => ({ ...one, alive: 0 }))],
    alive,
    skipped: rows.length - read.length,
  };
}
