import type { Call } from '../contract.ts';
import type { ReadOptions, SalesforceClient } from './client.ts';
import { type Session, SessionRow } from './schema.ts';
import { soql } from './soql.ts';

/** The live sessions of a user without those Cordon itself works in. */
export async function readSessions(
  client: SalesforceClient,
  userId: string,
  call: Call,
  options?: ReadOptions,
): Promise<readonly Session[]> {
  const { rows } = await client.query(
    soql`
      SELECT Id, SessionType, SessionSecurityLevel, SourceIp, CreatedDate, LastModifiedDate, IsCurrent
      FROM AuthSession WHERE UsersId = ${userId}`,
    SessionRow,
    call,
    options,
  );
  return rows.filter(({ own }) => !own);
}
