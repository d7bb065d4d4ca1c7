import { VendorError } from '../../errors.ts';
import type { Call } from '../contract.ts';
import type { ReadOptions, SalesforceClient } from './client.ts';
import { type Soql, soql } from './soql.ts';

interface OwnRowsOnly {
  all: Soql;
  own(userId: string): Soql;
  /** The permission that shows everybody's rows. */
  permission: string;
  what: string;
}

/** Objects that answer without an error but with Cordon's own rows only while a permission is missing. */
export const grantRows: OwnRowsOnly = {
  all: soql`SELECT COUNT() FROM OauthToken`,
  own: (userId) => soql`SELECT COUNT() FROM OauthToken WHERE UserId = ${userId}`,
  permission: 'Customize Application',
  what: 'app grants',
};

export const sessionRows: OwnRowsOnly = {
  all: soql`SELECT COUNT() FROM AuthSession`,
  own: (userId) => soql`SELECT COUNT() FROM AuthSession WHERE UsersId = ${userId}`,
  permission: 'Manage Users',
  what: 'sessions',
};

/** True when at least one row of somebody else is visible; false leaves open whether there is none. */
export async function seesOthers(
  client: SalesforceClient,
  rows: OwnRowsOnly,
  call: Call,
  options?: ReadOptions,
): Promise<boolean> {
  const all = await client.count(rows.all, call, options);
  if (all === 0) return false;
  const ownId = await client.ownUserId();
  return ownId === undefined || all > (await client.count(rows.own(ownId), call, options));
}

/** The sentence for an empty answer that may be empty for want of a permission. */
export const mayBeHidden = ({ what, permission }: OwnRowsOnly): string =>
  `Cordon sees nobody's ${what} but its own. Either there are none, or Cordon's user lacks ${permission}.`;

/** Throws where an empty answer would be taken for "nothing there". */
export async function assertSeesOthers(client: SalesforceClient, rows: OwnRowsOnly, call: Call): Promise<void> {
  if (await seesOthers(client, rows, call, { essential: true })) return;
  throw new VendorError(mayBeHidden(rows), { vendor: 'Salesforce', kind: 'not-permitted' });
}
