import { SignJWT } from 'jose';
import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import { VendorError } from '../../errors.ts';
import { createHttp } from '../http.ts';
import type { OktaConfig, PrivateKeyJwt } from './config.ts';
import { createDpop } from './dpop.ts';
import { explainRefusal, VENDOR } from './errors.ts';
import { readPrivateKey, type SigningKey } from './private-key.ts';

export interface Credentials {
  /** The headers that let one request through. */
  authorize(request: { method: string; url: string }): Promise<Record<string, string>>;
  /** Gets a fresh token after a refusal; false where there is none to get. */
  renew(): Promise<boolean>;
  /** The scopes of the token in use; undefined before the first one, and for API tokens, which have none. */
  scopes(): ReadonlySet<string> | undefined;
}

export const createCredentials = ({ org_url, auth }: OktaConfig, clock: Clock): Credentials =>
  auth.method === 'ssws' ? apiToken(auth.token) : serviceApp(org_url, auth, clock);

const apiToken = (token: string): Credentials => ({
  authorize: async () => ({ authorization: `SSWS ${token}` }),
  renew: async () => false,
  scopes: () => undefined,
});

const TokenAnswer = z.object({
  access_token: z.string().min(1),
  token_type: z.string(),
  expires_in: z.number(),
  scope: z.string().nullish(),
});

interface Token {
  value: string;
  bound: boolean;
  freshUntil: number;
  scopes: ReadonlySet<string>;
}

const TOKEN_PATH = '/oauth2/v1/token';
const ASSERTION_SECONDS = 300;
const RENEW_BEFORE_MS = 60_000;

/**
 * A service app at the org authorization server. A DPoP proof always goes along, because apps demand it by default; whether the token is
 * bound to it is what Okta answers in `token_type`.
 */
function serviceApp(orgUrl: string, auth: PrivateKeyJwt, clock: Clock): Credentials {
  const dpop = createDpop(clock);
  let nonce: string | undefined;
  let key: Promise<SigningKey> | undefined;
  let held: Token | undefined;
  let minting: Promise<Token> | undefined;

  const http = createHttp({
    vendor: VENDOR,
    baseUrl: orgUrl,
    clock,
    authorize: async ({ method, url }) => ({ dpop: await dpop.proof({ method, url, nonce }) }),
    classify: (answer) => explainRefusal(answer, clock),
    observe: ({ headers }) => {
      nonce = headers.get('dpop-nonce') ?? nonce;
    },
  });

  async function post(): Promise<Token> {
    key ??= readPrivateKey(auth.private_key);
    const { data } = await http.request({
      method: 'POST',
      path: TOKEN_PATH,
      form: {
        grant_type: 'client_credentials',
        scope: auth.scopes.join(' '),
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: await signAssertion(await key, auth, `${orgUrl}${TOKEN_PATH}`, clock),
      },
      shape: TokenAnswer,
      signal: new AbortController().signal,
    });
    return {
      value: data.access_token,
      bound: data.token_type.toLowerCase() === 'dpop',
      freshUntil: clock.now().getTime() + data.expires_in * 1000 - RENEW_BEFORE_MS,
      scopes: new Set(data.scope?.split(' ') ?? auth.scopes),
    };
  }

  /** All callers wait for one and the same request, so none of them may abort it. */
  function mint(): Promise<Token> {
    minting ??= post()
      .catch((error: unknown) => {
        if (error instanceof VendorError && error.vendorCode === 'use_dpop_nonce') return post();
        throw error;
      })
      .then((token) => {
        held = token;
        return token;
      })
      .finally(() => {
        minting = undefined;
      });
    return minting;
  }

  return {
    async authorize({ method, url }) {
      const token = held && held.freshUntil > clock.now().getTime() ? held : await mint();
      if (!token.bound) return { authorization: `Bearer ${token.value}` };
      const proof = await dpop.proof({ method, url, accessToken: token.value });
      return { authorization: `DPoP ${token.value}`, dpop: proof };
    },
    async renew() {
      await mint();
      return true;
    },
    scopes: () => held?.scopes,
  };
}

function signAssertion({ alg, key }: SigningKey, auth: PrivateKeyJwt, audience: string, clock: Clock): Promise<string> {
  const issued = Math.floor(clock.now().getTime() / 1000);
  return new SignJWT()
    .setProtectedHeader({ alg, kid: auth.key_id })
    .setIssuer(auth.client_id)
    .setSubject(auth.client_id)
    .setAudience(audience)
    .setIssuedAt(issued)
    .setExpirationTime(issued + ASSERTION_SECONDS)
    .setJti(crypto.randomUUID())
    .sign(key);
}
