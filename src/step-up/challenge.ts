import { createHash, randomBytes } from 'node:crypto';
import { generateAuthenticationOptions, type PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import type { Context } from '../context.ts';
import { Forbidden } from '../errors.ts';
import { type Authenticator, usableAuthenticators } from './authenticators.ts';
import { checkLock } from './lock.ts';
import { openLink } from './open-link.ts';
import { ownSite } from './own-site.ts';

export type Answer = 'yes' | 'no';

const PATIENCE_MS = 120_000;

/** What the key signs: a number used once, the exact plan, and the answer. A signature over one of them is none over another. */
export const challengeOf = (nonce: string, digest: string, answer: Answer): Buffer =>
  createHash('sha256').update(`${nonce}.${digest}.${answer}`).digest();

/** Begins one confirmation with a passkey; the one begun before it, if any, is worth nothing any more. */
export async function askChallenge(
  ctx: Context,
  { token, answer }: { token: string; answer: Answer },
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const link = await openLink(ctx, token);
  await checkLock(ctx.db, link);
  const keys = (await usableAuthenticators(ctx, link)).flatMap(credentialOf);
  if (keys.length === 0)
    throw new Forbidden('no-passkey', `No passkey can be used for ${link.name} now. Use a code, or enrol a passkey.`);
  const nonce = randomBytes(32).toString('base64url');
  await ctx.db
    .updateTable('step_up_links')
    .set({ nonce })
    .where('id', '=', link.id)
    .where('used_at', 'is', null)
    .execute();
  return generateAuthenticationOptions({
    rpID: ownSite(ctx).rpId,
    allowCredentials: keys,
    challenge: new Uint8Array(challengeOf(nonce, link.digest, answer)),
    userVerification: 'required',
    timeout: PATIENCE_MS,
  });
}

const credentialOf = ({ credential_id, transports }: Authenticator) =>
  credential_id === null ? [] : [{ id: credential_id, transports }];
