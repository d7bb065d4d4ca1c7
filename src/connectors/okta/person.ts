import { z } from 'zod';
import { VendorError } from '../../errors.ts';
import type { OktaClient } from './client.ts';
import { VENDOR } from './errors.ts';
import { route } from './route.ts';
import { User } from './schema.ts';

/** Okta's user ids; `me` and logins are not among them, so nothing is ever done to whoever owns the credentials. */
export const UserId = z
  .string()
  .regex(/^00u[A-Za-z0-9]{5,61}$/, 'is not an Okta user id; it begins with 00u.')
  .max(64);

const Login = z
  .string()
  .regex(/^[^\s/@]+@[^\s/@]+$/, 'is not a login in the form of an e-mail address.')
  .max(254);

/** Whom a question is about. The e-mail address is taken for the login; the id wins where both are given. */
export const Person = z
  .object({ email: Login.optional(), userId: UserId.optional() })
  .refine(({ email, userId }) => email !== undefined || userId !== undefined, {
    error: 'needs an e-mail address or an Okta user id.',
  });
export type Person = z.infer<typeof Person>;

const Moment = z.iso.datetime({ offset: true }).max(40);

/** A stretch of time a question looks at. */
export const window = { since: Moment, until: Moment };

export const readUser = async (client: OktaClient, idOrLogin: string, signal: AbortSignal): Promise<User> =>
  (await client.read({ path: route`/api/v1/users/${idOrLogin}`, shape: User, signal })).data;

/** Finds the user by id, else by login: an id nobody here has is often the sender's own. */
export async function resolveUser(client: OktaClient, { userId, email }: Person, signal: AbortSignal): Promise<User> {
  const asked = userId ?? email ?? '';
  try {
    return await readUser(client, asked, signal);
  } catch (error) {
    if (!(error instanceof VendorError) || error.kind !== 'not-found') throw error;
    if (userId !== undefined && email !== undefined) return resolveUser(client, { email }, signal);
    const sentence = `Okta has no user ${asked}. If this person signs in under another login, ask by the Okta user id.`;
    throw new VendorError(sentence, { vendor: VENDOR, kind: 'not-found', status: 404, cause: error });
  }
}
