import { decodeJwt, decodeProtectedHeader } from 'jose';
import type { Route, TwinAnswer, TwinRequest } from '#sandbox/twin.ts';
import { baseUrlOf, ok } from './answers.ts';
import { type Proof, readProof } from './dpop.ts';
import type { Org } from './state.ts';

const PATH = '/oauth2/v1/token';
const LIFETIME_SECONDS = 3600;
const KEPT_TOKENS = 20;
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const ALGORITHMS = new Set(['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512']);

/** The org authorization server. It checks the form of a client assertion, not its signature: the sandbox knows no client's key. */
export const tokenRoute = (org: Org): Route => ({
  method: 'POST',
  pattern: PATH,
  handle: (request) => mint(org, request),
});

const refuse = (error: string, error_description: string, status = 400, headers = {}): TwinAnswer => ({
  status,
  headers,
  body: { error, error_description },
});

async function mint(org: Org, request: TwinRequest): Promise<TwinAnswer> {
  const { state } = org;
  const form = new URLSearchParams(request.body);
  if (form.get('grant_type') !== 'client_credentials')
    return refuse('unsupported_grant_type', 'Only client_credentials.');
  if (form.get('client_assertion_type') !== ASSERTION_TYPE || !isSound(form.get('client_assertion'), request)) {
    return refuse('invalid_client', 'The client_assertion is invalid.', 401);
  }
  const scopes = form.get('scope')?.split(' ') ?? [];
  const missing = scopes.find((scope) => !state.grantedScopes.includes(scope));
  if (scopes.length === 0 || missing !== undefined)
    return refuse('invalid_scope', `Scope not granted: ${missing ?? 'none asked'}.`);

  const proof = request.headers.dpop === undefined && !state.requireDpop ? undefined : await readProof(request);
  const refused = proof && judge(org, proof);
  if (refused) return refused;
  state.seq += 1;
  const value = `sandbox-access-${state.seq}`;
  const bound = proof?.valid === true;
  state.accessTokens[value] = {
    type: bound ? 'DPoP' : 'Bearer',
    thumbprint: bound ? proof.thumbprint : null,
    expires: org.world.now().getTime() + LIFETIME_SECONDS * 1000,
    scopes,
  };
  for (const old of Object.keys(state.accessTokens).slice(0, -KEPT_TOKENS)) delete state.accessTokens[old];
  org.world.changed();
  const token_type = bound ? 'DPoP' : 'Bearer';
  return ok({ token_type, expires_in: LIFETIME_SECONDS, access_token: value, scope: scopes.join(' ') });
}

function judge({ state }: Org, proof: Proof): TwinAnswer | undefined {
  if (!proof.valid) return refuse('invalid_dpop_proof', proof.why);
  if (proof.nonce === state.nonce && proof.jti !== undefined) return undefined;
  const why = 'Authorization server requires nonce in DPoP proof.';
  return refuse('use_dpop_nonce', why, 400, { 'dpop-nonce': state.nonce });
}

function isSound(assertion: string | null, request: TwinRequest): boolean {
  try {
    const { alg, kid } = decodeProtectedHeader(assertion ?? '');
    const { iss, sub, aud, exp, iat } = decodeJwt(assertion ?? '');
    const lifetime = (exp ?? Number.POSITIVE_INFINITY) - (iat ?? Number.NEGATIVE_INFINITY);
    const named = iss !== undefined && iss === sub && aud === `${baseUrlOf(request)}${PATH}`;
    return named && ALGORITHMS.has(alg ?? '') && kid !== undefined && lifetime > 0 && lifetime <= LIFETIME_SECONDS;
  } catch {
    return false;
  }
}
