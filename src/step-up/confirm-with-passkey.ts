import { type AuthenticationResponseJSON, verifyAuthenticationResponse } from '@simplewebauthn/server';
import { sql } from 'kysely';
import type { Context } from '../context.ts';
import { Conflict, Forbidden } from '../errors.ts';
import { type Authenticator, usableAuthenticators } from './authenticators.ts';
import { type Answer, challengeOf } from './challenge.ts';
import { type Confirmed, castConfirmed, recordRefusal } from './confirm.ts';
import { checkLock } from './lock.ts';
import { type OpenLink, openLink } from './open-link.ts';
import { ownSite } from './own-site.ts';

interface PasskeyInput {
  token: string;
  answer: Answer;
  response: AuthenticationResponseJSON;
}

/** The voice on a link, confirmed with a passkey of exactly this person over exactly this plan and answer. */
export async function confirmWithPasskey(ctx: Context, { token, answer, response }: PasskeyInput): Promise<Confirmed> {
  const link = await openLink(ctx, token);
  await checkLock(ctx.db, link);
  const nonce = await takeNonce(ctx, link);
  const key = (await usableAuthenticators(ctx, link)).find((one) => one.credential_id === response.id);
  if (!key) {
    await recordRefusal(ctx, link, 'a key that is not theirs, or may not be used yet');
    throw new Forbidden(
      'not-your-key',
      `This key is not one that ${link.name} can confirm with now. Nothing was counted. Use a key that was enrolled for ${link.name}.`,
    );
  }
  const counter = await verify(ctx, { link, key, response, challenge: challengeOf(nonce, link.digest, answer) });
  const { clientDataJSON, authenticatorData, signature } = response.response;
  const publicKey = key.public_key?.toString('base64url');
  const detail = { nonce, clientDataJSON, authenticatorData, signature, publicKey };
  return castConfirmed(ctx, { link, token, answer, proof: { by: 'passkey', authenticator: key.id, counter, detail } });
}

/** A challenge is good for one try, whatever comes of it. */
async function takeNonce(ctx: Context, link: OpenLink): Promise<string> {
  const { rows } = await sql<{ nonce: string }>`
    update step_up_links l set nonce = null
      from (select id, nonce from step_up_links where id = ${link.id} and nonce is not null for update) asked
      where l.id = asked.id returning asked.nonce`.execute(ctx.db);
  const [taken] = rows;
  if (taken) return taken.nonce;
  await recordRefusal(ctx, link, 'an answer to a question that was not asked, or was answered before');
  throw new Conflict(
    'asked-anew',
    'This confirmation was used already, or never asked for. Nothing was counted. Press the button again.',
  );
}

async function verify(
  ctx: Context,
  {
    link,
    key,
    response,
    challenge,
  }: { link: OpenLink; key: Authenticator; response: AuthenticationResponseJSON; challenge: Buffer },
): Promise<number> {
  const { origin, rpId } = ownSite(ctx);
  const credential = {
    id: key.credential_id ?? '',
    publicKey: new Uint8Array(key.public_key ?? []),
    counter: key.counter,
  };
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge.toString('base64url'),
      expectedOrigin: origin,
      expectedRPID: rpId,
      credential,
      requireUserVerification: true,
    });
    if (verified && authenticationInfo.userVerified) return authenticationInfo.newCounter;
  } catch (error) {
    ctx.log.warn({ err: error, linkId: link.id }, 'a passkey confirmation could not be verified');
  }
  await recordRefusal(ctx, link, 'a signature that does not fit');
  throw new Forbidden(
    'not-verified',
    'The confirmation of your key does not fit this plan and answer. Nothing was counted. Press the button again.',
  );
}
