import { importJWK, importPKCS8, type JWK } from 'jose';
import { InvalidInput } from '../../errors.ts';

export interface SigningKey {
  alg: string;
  key: Awaited<ReturnType<typeof importJWK>>;
}

/** In the order tried; Okta takes these and the longer RSA hashes. */
const ALGORITHMS = ['RS256', 'ES256', 'ES384', 'ES512'];
const BY_CURVE: Readonly<Record<string, string>> = { 'P-256': 'ES256', 'P-384': 'ES384', 'P-521': 'ES512' };

/** Reads a private key from PEM (PKCS8) or a JWK as JSON. Line breaks may have been written as `\n`. Never repeats the key. */
export async function readPrivateKey(text: string): Promise<SigningKey> {
  const trimmed = text.trim();
  const found = trimmed.startsWith('{') ? await fromJwk(trimmed) : await fromPem(trimmed.replaceAll('\\n', '\n'));
  if (found) return found;
  throw new InvalidInput(
    'okta-private-key',
    'connectors.okta.auth.private_key is not a private key Cordon can read. Give it as PEM beginning with "BEGIN PRIVATE KEY" (PKCS8), or as a JWK.',
  );
}

async function fromPem(pem: string): Promise<SigningKey | undefined> {
  for (const alg of ALGORITHMS) {
    const key = await importPKCS8(pem, alg).catch(() => undefined);
    if (key) return { alg, key };
  }
  return undefined;
}

async function fromJwk(json: string): Promise<SigningKey | undefined> {
  try {
    const jwk: JWK = JSON.parse(json);
    if (typeof jwk.d !== 'string') return undefined;
    const alg = jwk.alg ?? (jwk.kty === 'RSA' ? 'RS256' : BY_CURVE[jwk.crv ?? '']);
    return alg === undefined ? undefined : { alg, key: await importJWK(jwk, alg) };
  } catch {
    return undefined;
  }
}
