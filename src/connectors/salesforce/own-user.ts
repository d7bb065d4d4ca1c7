import { Forbidden } from '../../errors.ts';
import type { SalesforceClient } from './client.ts';
import { sameId } from './person.ts';

/** Throws for the user Cordon works as: acting on it would leave Cordon blind and unable to take anything back. */
export async function refuseOwnUser(client: SalesforceClient, userId: string): Promise<void> {
  const ownId = await client.ownUserId();
  if (ownId === undefined) {
    throw new Forbidden(
      'own-user-unknown',
      'Salesforce does not say which user Cordon works as, so Cordon could lock itself out. An administrator can do this under Setup → Users.',
    );
  }
  if (sameId(ownId, userId)) {
    throw new Forbidden(
      'own-user',
      'Cordon itself works as this user and would lock itself out, unable to take anything back. An administrator can do this under Setup → Users.',
    );
  }
}
