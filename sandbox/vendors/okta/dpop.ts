import { createHash } from 'node:crypto';
import { calculateJwkThumbprint, decodeProtectedHeader, EmbeddedJWK, jwtVerify } from 'jose';
import { z } from 'zod';
import type { TwinRequest } from '#sandbox/twin.ts';
import { baseUrlOf } from './answers.ts';

const Claims = z.object({
  htm: z.string(),
  htu: z.string(),
  iat: z.number(),
  jti: z.string().optional(),
  nonce: z.string().optional(),
  ath: z.string().optional(),
});

export type Proof =
  | { valid: true; thumbprint: string; nonce?: string | undefined; jti?: string | undefined; ath?: string | undefined }
  | { valid: false; why: string };

export const hashOf = (accessToken: string): string => createHash('sha256').update(accessToken).digest('base64url');

/** Checks a proof as RFC 9449 section 4.3 asks: signature, method and address. What it must be bound to is the caller's to compare. */
export async function readProof(request: TwinRequest): Promise<Proof> {
  const { dpop } = request.headers;
  if (typeof dpop !== 'string') return { valid: false, why: 'The DPoP proof JWT header is missing.' };
  try {
    const { payload } = await jwtVerify(dpop, EmbeddedJWK, { typ: 'dpop+jwt' });
    const { htm, htu, jti, nonce, ath } = Claims.parse(payload);
    if (htm !== request.method) return { valid: false, why: "'htm' claim in the DPoP proof JWT is invalid." };
    if (htu !== `${baseUrlOf(request)}${request.path}`)
      return { valid: false, why: "'htu' claim in the DPoP proof JWT is invalid." };
    const { jwk } = decodeProtectedHeader(dpop);
    if (!jwk) return { valid: false, why: 'The DPoP proof JWT carries no key.' };
    return { valid: true, thumbprint: await calculateJwkThumbprint(jwk), nonce, jti, ath };
  } catch {
    return { valid: false, why: 'The DPoP proof JWT is invalid.' };
  }
}
