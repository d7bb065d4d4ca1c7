import { createPrivateKey, type KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';
import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import { VendorError } from '../../errors.ts';
import { createHttp } from '../http.ts';
import type { SalesforceConfig } from './config.ts';
import { classifyTokenError } from './vendor-errors.ts';

const MINT_DEADLINE_MS = 8_000;
const ASSERTION_SECONDS = 120;

export interface Token {
  accessToken: string;
  /** The user Cordon works as; the last part of the answer's identity URL. */
  userId: string | undefined;
}

export interface TokenSource {
  /** The token in hand, else a new one; callers at the same time share one request. */
  current(): Promise<Token>;
  forget(): void;
}

const TokenAnswer = z.object({ access_token: z.string().min(1), id: z.string().nullish() }).transform(
  ({ access_token, id }): Token => ({
    accessToken: access_token,
    userId: id?.match(/\/(005[A-Za-z0-9]{12,15})$/)?.[1],
  }),
);

export function createTokenSource(config: SalesforceConfig, clock: Clock): TokenSource {
  const http = createHttp({
    vendor: 'Salesforce',
    baseUrl: config.base_url,
    clock,
    authorize: async () => ({}),
    classify: classifyTokenError,
  });
  let held: Token | undefined;
  let minting: Promise<Token> | undefined;

  async function mint(): Promise<Token> {
    const { data } = await http.request({
      method: 'POST',
      path: '/services/oauth2/token',
      form: await grantOf(config, clock),
      shape: TokenAnswer,
      signal: AbortSignal.timeout(MINT_DEADLINE_MS),
      repeatable: true,
    });
    held = data;
    return data;
  }

  return {
    async current() {
      if (held) return held;
      minting ??= mint().finally(() => {
        minting = undefined;
      });
      return minting;
    },
    forget() {
      held = undefined;
    },
  };
}

async function grantOf({ auth, base_url }: SalesforceConfig, clock: Clock): Promise<Record<string, string>> {
  if (auth.flow === 'client-credentials') {
    return { grant_type: 'client_credentials', client_id: auth.client_id, client_secret: auth.client_secret };
  }
  const assertion = await new SignJWT({})
    .setProtectedHeader({ alg: 'RS256' })
    .setIssuer(auth.client_id)
    .setSubject(auth.username)
    .setAudience(auth.audience ?? base_url)
    .setExpirationTime(Math.floor(clock.now().getTime() / 1000) + ASSERTION_SECONDS)
    .sign(readKey(auth.private_key));
  return { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion };
}

function readKey(pem: string): KeyObject {
  try {
    // Environment files cannot hold line breaks; people write \n.
    return createPrivateKey(pem.replaceAll('\\n', '\n'));
  } catch {
    throw new VendorError(
      'connectors.salesforce.auth.private_key is not a private key in PEM. Check the variable it comes from.',
      {
        vendor: 'Salesforce',
        kind: 'unauthenticated',
      },
    );
  }
}
