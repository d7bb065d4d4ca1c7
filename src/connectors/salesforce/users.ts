import { InvalidInput, NotFound, VendorError } from '../../errors.ts';
import type { Call } from '../contract.ts';
import type { ReadOptions, SalesforceClient } from './client.ts';
import { type Person, sameId } from './person.ts';
import { type User, UserLoginRow, UserRow } from './schema.ts';
import { type Soql, soql } from './soql.ts';

const SELECT = soql`
  SELECT Id, Username, Name, Email, IsActive, UserType, Department, Title,
    Profile.Name, Profile.UserLicense.Name, Manager.Name, Manager.Email
  FROM User`;

/** The one user meant. Throws NotFound for nobody and InvalidInput for several: Cordon does not guess whom a question is about. */
export async function resolveUser(client: SalesforceClient, { email, userId }: Person, call: Call): Promise<User> {
  if (userId !== undefined && email === undefined) return readUser(client, userId, call);
  const [known] = userId === undefined ? [] : await find(client, soql`${SELECT} WHERE Id = ${userId}`, call);
  return known ?? findByEmail(client, email ?? '', call);
}

/** An id nobody here has is often the sender's own; the address may still say who is meant. */
async function findByEmail(client: SalesforceClient, wanted: string, call: Call): Promise<User> {
  const byEmail = await find(client, soql`${SELECT} WHERE Email = ${wanted}`, call);
  const found = byEmail.length > 0 ? byEmail : await find(client, soql`${SELECT} WHERE Username = ${wanted}`, call);
  const active = found.filter((user) => user.active);
  const candidates = active.length > 0 ? active : found;
  const [user, ...others] = candidates;
  if (!user) throw new NotFound('user-not-found', 'Salesforce has no user with this e-mail address or user name.');
  if (others.length === 0) return user;
  throw new InvalidInput(
    'user-ambiguous',
    `Salesforce has ${candidates.length} users with this e-mail address, and Cordon does not guess. Look at them under Setup → Users.`,
  );
}

/** Reads a user by id, also while the day's API quota runs low when `essential`. */
export async function readUser(
  client: SalesforceClient,
  userId: string,
  call: Call,
  options?: ReadOptions,
): Promise<User> {
  const [user] = await find(client, soql`${SELECT} WHERE Id = ${userId}`, call, options);
  if (user) return user;
  throw new NotFound('user-not-found', 'Salesforce has no user with this id, or does not show it to Cordon.');
}

async function find(
  client: SalesforceClient,
  statement: Soql,
  call: Call,
  options?: ReadOptions,
): Promise<readonly User[]> {
  return (await client.query(statement, UserRow, call, options)).rows;
}

/** Whether somebody is a machine: an integration licence, another user type than a person's, or Cordon itself. */
export async function isIntegration(client: SalesforceClient, user: User): Promise<boolean> {
  const machine = user.license === 'Salesforce Integration' || (user.userType ?? 'Standard') !== 'Standard';
  return machine || sameId(user.id, (await client.ownUserId()) ?? null);
}

/** The record that freezing changes; undefined when Salesforce does not show it to Cordon. */
export async function readUserLogin(client: SalesforceClient, userId: string, call: Call, options?: ReadOptions) {
  const statement = soql`SELECT Id, IsFrozen FROM UserLogin WHERE UserId = ${userId}`;
  return (await client.query(statement, UserLoginRow, call, options)).rows[0];
}

/** `readUserLogin` for those who cannot go on without it. */
export async function requireUserLogin(client: SalesforceClient, userId: string, call: Call) {
  const login = await readUserLogin(client, userId, call, { essential: true });
  if (login) return login;
  throw new VendorError(
    "Salesforce does not show this user's login record to Cordon. Give Cordon's user Manage Users, or Freeze Users.",
    { vendor: 'Salesforce', kind: 'not-permitted' },
  );
}
