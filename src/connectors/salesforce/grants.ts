import { z } from 'zod';
import { VendorError } from '../../errors.ts';
import type { Call } from '../contract.ts';
import type { SalesforceClient } from './client.ts';
import { AppRow, GrantRow } from './schema.ts';
import { soql } from './soql.ts';

/** Salesforce pages OauthToken by 500 and stops at 2,500 rows. */
const PAGES = 5;
const MAX_ROUNDS = 10;

interface GrantsOf {
  userId: string;
  appName: string;
}

/** The apps an administrator installed. */
export const readInstalledApps = (client: SalesforceClient, call: Call) =>
  client.query(soql`SELECT Id, Name FROM ConnectedApplication`, AppRow, call);

/** What one user granted to one app, without the secrets. */
export async function readGrantsTo(client: SalesforceClient, { userId, appName }: GrantsOf, call: Call) {
  const statement = soql`
    SELECT AppName, CreatedDate, LastUsedDate, UseCount FROM OauthToken
    WHERE UserId = ${userId} AND AppName = ${appName}`;
  return (await client.query(statement, GrantRow, call, { pages: PAGES, essential: true })).rows;
}

/**
 * Revokes every grant of the user to the app, round by round because only 2,500 rows show at a time. A grant that refuses does not keep
 * the others alive; when none could be revoked the refusal is thrown. The delete tokens stay in here.
 */
export async function revokeGrantsTo(client: SalesforceClient, target: GrantsOf, call: Call): Promise<void> {
  const tried = new Set<string>();
  let revoked = 0;
  let refusal: unknown;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const fresh = (await readDeleteTokens(client, target, call)).filter((token) => !tried.has(token));
    if (fresh.length === 0) break;
    for (const token of fresh) {
      tried.add(token);
      try {
        await revokeOne(client, token, call);
        revoked += 1;
      } catch (error) {
        if (!(error instanceof VendorError) || error.kind !== 'refused') throw error;
        refusal = error;
      }
    }
  }
  if (revoked === 0 && refusal !== undefined) throw refusal;
}

const DeleteTokenRow = z.object({ DeleteToken: z.string() }).transform(({ DeleteToken }) => DeleteToken);

async function readDeleteTokens(client: SalesforceClient, { userId, appName }: GrantsOf, call: Call) {
  const statement = soql`SELECT DeleteToken FROM OauthToken WHERE UserId = ${userId} AND AppName = ${appName}`;
  return (await client.query(statement, DeleteTokenRow, call, { pages: PAGES, essential: true })).rows;
}

async function revokeOne(client: SalesforceClient, token: string, call: Call): Promise<void> {
  try {
    await client.revoke(token, call);
  } catch (error) {
    if (error instanceof VendorError && error.kind === 'not-found') return;
    throw error;
  }
}
