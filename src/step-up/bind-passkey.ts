import { createHash } from 'node:crypto';
import {
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type RegistrationResponseJSON,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { sql } from 'kysely';
import type { Context } from '../context.ts';
import { Conflict, Forbidden } from '../errors.ts';
import { authenticatorsOf } from './authenticators.ts';
import { type Bound, bind } from './bind.ts';
import { type OpenEnrolment, openEnrolment } from './open-enrolment.ts';
import { ownSite } from './own-site.ts';

/** Begins the enrolment of a passkey; the one begun before it on this link is worth nothing any more. */
export async function askRegistration(ctx: Context, token: string): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const enrolment = await openEnrolment(ctx, token);
  const { rpId, rpName } = ownSite(ctx);
  const known = await authenticatorsOf(ctx, enrolment.person);
  const options = await generateRegistrationOptions({
    rpID: rpId,
    rpName,
    userName: enrolment.person,
    userDisplayName: enrolment.name,
    userID: new Uint8Array(createHash('sha256').update(enrolment.person).digest()),
    attestationType: 'none',
    excludeCredentials: known.flatMap(({ credential_id: id }) => (id === null ? [] : [{ id }])),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
  });
  await ctx.db
    .updateTable('enrolments')
    .set({ challenge: options.challenge })
    .where('id', '=', enrolment.id)
    .where('used_at', 'is', null)
    .execute();
  return options;
}

/** Binds a passkey to the person of the link. */
export async function bindPasskey(
  ctx: Context,
  { token, response }: { token: string; response: RegistrationResponseJSON },
): Promise<Bound> {
  const enrolment = await openEnrolment(ctx, token);
  const { credential } = await verify(ctx, response, await takeChallenge(ctx, enrolment));
  const taken = await ctx.db
    .selectFrom('authenticators')
    .select('id')
    .where('credential_id', '=', credential.id)
    .executeTakeFirst();
  if (taken) throw new Conflict('known-key', 'This key was enrolled before. Nothing was enrolled. Use another one.');
  return bind(ctx, enrolment, {
    kind: 'passkey',
    credential_id: credential.id,
    public_key: Buffer.from(credential.publicKey),
    transports: JSON.stringify(credential.transports ?? []),
    counter: credential.counter,
  });
}

async function takeChallenge(ctx: Context, { id }: OpenEnrolment): Promise<string> {
  const { rows } = await sql<{ challenge: string }>`
    update enrolments e set challenge = null
      from (select id, challenge from enrolments where id = ${id} and challenge is not null for update) asked
      where e.id = asked.id returning asked.challenge`.execute(ctx.db);
  const [taken] = rows;
  if (taken) return taken.challenge;
  throw new Conflict(
    'asked-anew',
    'This was used already, or never asked for. Nothing was enrolled. Press the button again.',
  );
}

async function verify(ctx: Context, response: RegistrationResponseJSON, expectedChallenge: string) {
  const { origin, rpId } = ownSite(ctx);
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge,
      expectedOrigin: origin,
      expectedRPID: rpId,
      requireUserVerification: true,
    });
    if (verified && registrationInfo.userVerified) return registrationInfo;
  } catch (error) {
    ctx.log.warn({ err: error }, 'a passkey could not be enrolled');
  }
  throw new Forbidden(
    'not-verified',
    'The key did not prove that its owner was there (fingerprint, face or PIN). Nothing was enrolled. Press the button again.',
  );
}
