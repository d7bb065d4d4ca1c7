import { z } from 'zod';
import { VendorError } from '../../../errors.ts';
import { irreversible, type Verification } from '../../contract.ts';
import { defineAction } from '../../define.ts';
import type { OktaClient } from '../client.ts';
import { VENDOR } from '../errors.ts';
import { quoted } from '../log.ts';
import { LogEvent } from '../log-event.ts';
import { onPerson } from '../on-person.ts';
import { readUser, UserId } from '../person.ts';
import { answeredAt } from '../rate-limit.ts';
import { route } from '../route.ts';
import { User } from '../schema.ts';
import { succeeded } from '../sign-in.ts';
import { readTokens } from '../tokens.ts';
import { count } from '../wording.ts';

const Input = z.object({ userId: UserId, name: z.string().min(1).max(200) });
type Input = z.infer<typeof Input>;

/** `since` is Okta's own time right before the call; only what the log says after it counts. */
const Receipt = z.object({ since: z.iso.datetime(), refreshTokens: z.number() });
type Receipt = z.infer<typeof Receipt>;

/** The log can be late. Until then its silence says nothing, after that it says no. */
const LATE_LOG_MS = 5 * 60_000;
const INSIDE_APPS = 'Sessions already open inside apps go on until the app ends them; end those in the app.';

/** Ends a user's Okta sessions and revokes the OAuth tokens Okta issued for them. */
export const clearSessions = defineAction<OktaClient, Input, Receipt>({
  id: 'okta.clear-sessions',
  input: Input,
  receipt: Receipt,
  summarise: ({ name }) => `Clear ${name}'s Okta sessions and tokens`,
  async preview(client, { userId }, { signal }) {
    const [user, tokens] = await Promise.all([readUser(client, userId, signal), readTokens(client, userId, signal)]);
    const apps = tokens.clients.map(({ name }) => name);
    return {
      target: user.name,
      effects: [
        `Every Okta session of ${user.name} ends, and remembered devices are forgotten.`,
        `${count(tokens.alive, 'refresh token')} issued by Okta ${tokens.alive === 1 ? 'is' : 'are'} revoked.`,
      ],
      breaks: [
        'The person has to sign in again on every device.',
        ...(apps.length > 0 ? [`${apps.join(', ')} can no longer act for them until they sign in there again.`] : []),
        INSIDE_APPS,
      ],
      bound: { 'Okta account': user.login },
      alreadySo: false,
    };
  },
  async before(client, { userId }, { signal }) {
    const { headers } = await client.read({ path: route`/api/v1/users/${userId}`, shape: User, signal });
    const { alive } = await readTokens(client, userId, signal);
    return { since: answeredAt(headers, client.clock).toISOString(), refreshTokens: alive };
  },
  run: (client, input, _receipt, { signal }) =>
    onPerson(client, input, signal, () =>
      client.write({
        method: 'DELETE',
        path: route`/api/v1/users/${input.userId}/sessions`,
        // Classic organisations forget no devices unless told to.
        query: { oauthTokens: true, forgetDevices: true },
        signal,
      }),
    ),
  verify,
  undo: irreversible(
    'Ended sessions and revoked tokens do not come back: the person signs in again, and apps that used their tokens have to be connected again.',
  ),
});

async function verify(
  client: OktaClient,
  { userId, name }: Input,
  { since, refreshTokens }: Receipt,
  { signal }: { signal: AbortSignal },
): Promise<Verification> {
  const [log, tokens] = await Promise.all([
    readClearing(client, userId, since, signal),
    readTokens(client, userId, signal),
  ]);
  const alive = tokens.clients
    .filter((one) => one.alive > 0)
    .map((one) => `${one.name} still holds ${count(one.alive, 'refresh token')}.`);
  const heard = log.cleared
    ? `Okta's log says the sessions of ${name} were cleared`
    : `Okta's log does not say that the sessions of ${name} were cleared`;
  const evidence = `${heard}; ${count(tokens.alive, 'refresh token')} alive, ${refreshTokens} before. Okta has no list of sessions to read.`;
  if (log.cleared) return { state: alive.length > 0 ? 'partly' : 'done', evidence, residual: [...alive, INSIDE_APPS] };
  if (alive.length === 0 && log.readAt.getTime() - Date.parse(since) < LATE_LOG_MS) {
    const sentence = `Okta's log does not show yet that the sessions of ${name} were cleared; it can be minutes late. It is read again.`;
    throw new VendorError(sentence, { vendor: VENDOR, kind: 'unavailable' });
  }
  return { state: 'not-done', evidence, residual: alive };
}

/** Without `until`, so that Okta goes by arrival and a late event is still found. One page is plenty. */
async function readClearing(client: OktaClient, userId: string, since: string, signal: AbortSignal) {
  const filter = `eventType eq "user.session.clear" and target.id eq ${quoted(userId)}`;
  const shape = z.array(LogEvent);
  const { data, headers } = await client.read({ path: '/api/v1/logs', query: { since, filter }, shape, signal });
  const cleared = data.some((event) => succeeded(event) && Date.parse(event.when) >= Date.parse(since));
  return { cleared, readAt: answeredAt(headers, client.clock) };
}
