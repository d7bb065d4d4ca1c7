import { z } from 'zod';
import { VendorError } from '../../errors.ts';
import type { ConnectDeps } from '../contract.ts';
import { createHttp, type RawAnswer } from '../http.ts';
import type { QuickbooksConfig } from './config.ts';
import { RECONNECT, VENDOR } from './faults.ts';
import { readState, renewed, TokenAnswer, type TokenState } from './token-state.ts';

/** A token this close to its end is not used any more. */
const MARGIN_MS = 60_000;
/** Not the caller's own deadline: others wait for the same renewal. */
const RENEW_DEADLINE_MS = 8_000;

export interface Tokens {
  /** An access token that is good for at least a minute. */
  current(): Promise<string>;
  /** The token to use after QuickBooks did not accept `rejected`: another worker's newer one, else a new one. */
  renew(rejected: string): Promise<string>;
  /** Until when the connection lasts unused, and until when at most; milliseconds since 1970. */
  clocks(): Promise<Pick<TokenState, 'refreshUntil' | 'connectionUntil'>>;
}

/**
 * Access to one company. Intuit replaces the refresh token every day or so, and two refreshes at the same time end the connection, so all
 * workers take turns, look first whether somebody else was faster, and store the new refresh token before the new access token is used.
 */
export function createTokens(config: QuickbooksConfig, { clock, tokens: store }: ConnectDeps): Tokens {
  const name = `quickbooks/${config.realm_id}`;
  let held: TokenState | undefined;
  let renewing: Promise<TokenState> | undefined;

  const isUsable = ({ accessToken, accessUntil }: TokenState, rejected: string | undefined): boolean =>
    accessToken !== null && accessToken !== rejected && accessUntil - clock.now().getTime() > MARGIN_MS;

  const read = async () => readState(await store.read(name), config.refresh_token);

  async function renewInTurn(rejected: string | undefined): Promise<TokenState> {
    const state = await read();
    if (isUsable(state, rejected)) return state;
    if (state.refused) throw refusal();
    try {
      const next = renewed(state, await exchange(config, state.refreshToken, clock), clock.now().getTime());
      await store.write(name, JSON.stringify(next));
      return next;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      await store.write(name, JSON.stringify({ ...state, refused: true, accessToken: null }));
      throw error;
    }
  }

  async function obtain(rejected?: string): Promise<string> {
    // Twice at most: a renewal that was under way already may end with the very token that was rejected.
    for (let round = 0; round < 2 && !(held && isUsable(held, rejected)); round += 1) {
      renewing ??= store
        .exclusively(name, () => renewInTurn(rejected))
        .finally(() => {
          renewing = undefined;
        });
      held = await renewing;
    }
    return held?.accessToken ?? '';
  }

  return { current: () => obtain(), renew: (rejected) => obtain(rejected), clocks: read };
}

async function exchange(
  config: QuickbooksConfig,
  refreshToken: string,
  clock: ConnectDeps['clock'],
): Promise<TokenAnswer> {
  const { client_id, client_secret, token_url } = config;
  const basic = Buffer.from(`${client_id}:${client_secret}`).toString('base64');
  const http = createHttp({
    vendor: VENDOR,
    baseUrl: token_url,
    clock,
    authorize: async () => ({ authorization: `Basic ${basic}`, 'x-include-refresh-token-hard-expires-in': 'true' }),
    classify: explainTokenError,
  });
  const answer = await http.request({
    method: 'POST',
    path: token_url,
    form: { grant_type: 'refresh_token', refresh_token: refreshToken },
    shape: TokenAnswer,
    signal: AbortSignal.timeout(RENEW_DEADLINE_MS),
    // The value it replaces stays good for a day, so an answer that got lost costs nothing.
    repeatable: true,
  });
  return answer.data;
}

const OauthError = z.object({ error: z.string() });
const REFUSED = 'invalid_grant';

const refusal = (status = 400) =>
  new VendorError(`QuickBooks no longer accepts Cordon's refresh token. ${RECONNECT}`, {
    vendor: VENDOR,
    kind: 'unauthenticated',
    status,
    vendorCode: REFUSED,
  });

const isRefusal = (error: unknown): boolean => error instanceof VendorError && error.vendorCode === REFUSED;

function explainTokenError({ status, body }: RawAnswer): VendorError | undefined {
  if (status === 429 || status >= 500) return undefined;
  const code = OauthError.safeParse(body).data?.error;
  if (code === REFUSED) return refusal(status);
  return new VendorError(
    `QuickBooks gave Cordon no access (${code ?? `HTTP ${status}`}). Check client_id and client_secret under connectors.quickbooks.`,
    { vendor: VENDOR, kind: 'unauthenticated', status, ...(code === undefined ? {} : { vendorCode: code }) },
  );
}
