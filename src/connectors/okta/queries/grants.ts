import { z } from 'zod';
import type { Answer } from '../../contract.ts';
import { defineQuery } from '../../define.ts';
import type { OktaClient } from '../client.ts';
import { Person, resolveUser } from '../person.ts';
import { route } from '../route.ts';
import { Grant } from '../schema.ts';
import { readTokens } from '../tokens.ts';
import { count } from '../wording.ts';

const Input = z.object({ person: Person });
type Input = z.infer<typeof Input>;

const Data = z.object({
  clients: z.array(z.object({ name: z.string(), clientId: z.string() })),
  grants: z.array(z.object({ clientId: z.string(), scope: z.string(), created: z.string(), status: z.string() })),
  refreshTokens: z.number(),
});
type Data = z.infer<typeof Data>;

const PAGE_ROWS = 200;
const MAX_EVENTS = 20;

/** The apps that may act for a person through Okta. */
export const grants = defineQuery<OktaClient, Input, Data>({
  id: 'okta.grants',
  question: 'Which apps may act for this person through Okta?',
  input: Input,
  data: Data,
  async run(client, { person }, { signal }): Promise<Answer<Data>> {
    const found = await resolveUser(client, person, signal);
    const path = route`/api/v1/users/${found.id}/grants`;
    const [tokens, granted] = await Promise.all([
      readTokens(client, found.id, signal),
      client.list({ path, query: { limit: PAGE_ROWS }, row: Grant, signal }),
    ]);
    const clients = tokens.clients.map(({ name, clientId }) => ({ name, clientId }));
    const nameOf = (clientId: string) => clients.find((one) => one.clientId === clientId)?.name ?? clientId;
    const active = granted.rows.filter(({ status }) => status === 'ACTIVE');
    const names = [...new Set([...clients.map(({ name }) => name), ...active.map(({ clientId }) => nameOf(clientId))])];
    const listed = names.length === 0 ? '' : ` (${names.join(', ')})`;
    return {
      summary: `${found.name}: ${count(names.length, 'app')} with access through Okta${listed}, ${count(active.length, 'grant')}, ${count(tokens.alive, 'refresh token')} alive.`,
      data: { clients, grants: granted.rows, refreshTokens: tokens.alive },
      events: active
        .filter(({ created }) => !Number.isNaN(Date.parse(created)))
        .map(({ clientId, scope, created }) => ({
          when: created,
          what: `${nameOf(clientId)} was granted ${scope} in Okta`,
        }))
        .slice(-MAX_EVENTS),
      lookedAt: [
        { source: 'Okta clients of the user', rows: clients.length },
        { source: 'Okta grants of the user', rows: granted.rows.length },
      ],
      notVisible: [
        'Okta lists refresh tokens only, not the access tokens already handed out.',
        ...(tokens.skipped > 0 ? [`Tokens of ${count(tokens.skipped, 'more app')} were not counted.`] : []),
        ...(granted.cut ? ['Not all grants were read.'] : []),
      ],
    };
  },
});
