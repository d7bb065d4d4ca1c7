import { randomUUID } from 'node:crypto';
import type { Context } from '../context.ts';
import { seal, unseal } from '../db/seal.ts';
import { Conflict, Forbidden } from '../errors.ts';
import { type Bound, bind } from './bind.ts';
import { codesFrom, keyFor, newSecret, stepOfCode } from './codes.ts';
import { sealName } from './confirm-with-code.ts';
import { openEnrolment } from './open-enrolment.ts';
import { ownSite } from './own-site.ts';

const enrolmentSeal = (id: string): string => `enrolment:${id}`;

/** A new secret for an authenticator app; it counts once a code of it was entered. */
export async function askCodes(
  ctx: Context,
  { token, key }: { token: string; key: Buffer | undefined },
): Promise<{ secret: string; uri: string }> {
  const enrolment = await openEnrolment(ctx, token);
  const secret = newSecret();
  await ctx.db
    .updateTable('enrolments')
    .set({ sealed: seal(keyFor(key), enrolmentSeal(enrolment.id), secret) })
    .where('id', '=', enrolment.id)
    .where('used_at', 'is', null)
    .execute();
  return { secret, uri: codesFrom(secret, enrolment.person, ownSite(ctx).rpName).toString() };
}

/** Binds the authenticator app to the person of the link. */
export async function bindCode(
  ctx: Context,
  { token, code, key }: { token: string; code: string; key: Buffer | undefined },
): Promise<Bound> {
  const enrolment = await openEnrolment(ctx, token);
  if (!enrolment.sealed)
    throw new Conflict(
      'asked-anew',
      'No secret was shown on this page yet. Nothing was enrolled. Press the button again.',
    );
  const secret = unseal(keyFor(key), enrolmentSeal(enrolment.id), enrolment.sealed);
  const counter = stepOfCode(secret, code, { now: ctx.clock.now(), after: 0 });
  if (counter === undefined)
    throw new Forbidden('wrong-code', 'This code does not fit. Nothing was enrolled. Enter the one the app shows now.');
  const id = randomUUID();
  return bind(ctx, enrolment, {
    id,
    kind: 'totp',
    sealed: seal(keyFor(key), sealName(id), secret),
    counter,
    transports: '[]',
  });
}
