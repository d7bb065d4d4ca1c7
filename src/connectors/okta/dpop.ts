import { base64url, exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { Clock } from '../../clock.ts';

interface Proven {
  method: string;
  url: string;
  nonce?: string | undefined;
  /** The access token the proof goes with; absent at the token endpoint. */
  accessToken?: string;
}

/** Proves possession of a key that lives as long as this process (RFC 9449). One proof is good for one request. */
export function createDpop(clock: Clock): { proof(proven: Proven): Promise<string> } {
  let keys: ReturnType<typeof createKeys> | undefined;
  return {
    async proof({ method, url, nonce, accessToken }) {
      keys ??= createKeys();
      const { privateKey, jwk } = await keys;
      const { origin, pathname } = new URL(url);
      const claims = {
        htm: method,
        htu: `${origin}${pathname}`,
        ...(nonce === undefined ? {} : { nonce }),
        ...(accessToken === undefined ? {} : { ath: await sha256(accessToken) }),
      };
      return new SignJWT(claims)
        .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk })
        .setIssuedAt(clock.now())
        .setJti(crypto.randomUUID())
        .sign(privateKey);
    },
  };
}

async function createKeys() {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  return { privateKey, jwk: await exportJWK(publicKey) };
}

const sha256 = async (text: string): Promise<string> =>
  base64url.encode(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))));
