import { createHash } from 'node:crypto';
import { z } from 'zod';

/** What the token store keeps for one company, as JSON. Times are milliseconds since 1970. */
const TokenState = z.object({
  /** Fingerprint of the configured first token: a different one means a new consent, and everything here is void. */
  consent: z.string(),
  refreshToken: z.string(),
  /** Intuit refused the refresh token for good; only a new consent helps. */
  refused: z.boolean(),
  accessToken: z.string().nullable(),
  accessUntil: z.number(),
  /** Slides forward with every refresh. */
  refreshUntil: z.number().nullable(),
  /** Does not move: at most five years after the consent. */
  connectionUntil: z.number().nullable(),
});
export type TokenState = z.infer<typeof TokenState>;

const fingerprint = (token: string): string => createHash('sha256').update(token).digest('hex').slice(0, 32);

/** The stored state, or a first one where there is none, it cannot be read, or the company was connected anew. */
export function readState(stored: string | undefined, firstToken: string): TokenState {
  const consent = fingerprint(firstToken);
  const known = TokenState.safeParse(parseJson(stored)).data;
  if (known?.consent === consent) return known;
  return {
    consent,
    refreshToken: firstToken,
    refused: false,
    accessToken: null,
    accessUntil: 0,
    refreshUntil: null,
    connectionUntil: null,
  };
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return undefined;
  }
}

const seconds = z.coerce.number().positive();

/** What the token endpoint answers; `connection` only when the request asked for the hard expiry. */
export const TokenAnswer = z
  .object({
    access_token: z.string().min(1),
    refresh_token: z.string().min(1),
    expires_in: seconds,
    x_refresh_token_expires_in: seconds.nullish().catch(null),
    x_refresh_token_hard_expires_in: seconds.nullish().catch(null),
  })
  .transform((answer) => ({
    accessToken: answer.access_token,
    refreshToken: answer.refresh_token,
    accessSeconds: answer.expires_in,
    refreshSeconds: answer.x_refresh_token_expires_in ?? null,
    connectionSeconds: answer.x_refresh_token_hard_expires_in ?? null,
  }));
export type TokenAnswer = z.infer<typeof TokenAnswer>;

export function renewed(state: TokenState, answer: TokenAnswer, now: number): TokenState {
  const after = (lasting: number | null) => (lasting === null ? null : now + lasting * 1000);
  return {
    ...state,
    refreshToken: answer.refreshToken,
    accessToken: answer.accessToken,
    accessUntil: now + answer.accessSeconds * 1000,
    refreshUntil: after(answer.refreshSeconds) ?? state.refreshUntil,
    connectionUntil: after(answer.connectionSeconds) ?? state.connectionUntil,
  };
}
