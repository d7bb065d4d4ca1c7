import { VendorError } from '../../errors.ts';
import type { OktaClient } from './client.ts';
import { VENDOR } from './errors.ts';
import { readAdminRoles } from './membership.ts';

interface Target {
  userId: string;
  name: string;
}

/**
 * Does something to a person. Okta answers a missing scope, a missing role and a target that is an administrator with the same refusal;
 * this finds out whether it was the last, because then only a human super admin can act.
 */
export async function onPerson(
  client: OktaClient,
  { userId, name }: Target,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof VendorError) || error.vendorCode !== 'E0000006') throw error;
    const roles = await readAdminRoles(client, userId, signal).catch(() => undefined);
    throw new VendorError(refusal(name, roles), {
      vendor: VENDOR,
      kind: 'not-permitted',
      status: 403,
      vendorCode: 'E0000006',
      cause: error,
    });
  }
}

function refusal(name: string, roles: readonly string[] | undefined): string {
  if (roles === undefined) {
    return `Okta does not let Cordon act on ${name}. If they are an administrator, a human super admin must do it in the Admin Console; otherwise give Cordon's app a role that covers them.`;
  }
  if (roles.length > 0) {
    return `Okta does not let Cordon act on ${name}, who is an administrator (${roles.join(', ')}). A human super admin must do it in the Admin Console.`;
  }
  return `Okta does not let Cordon act on ${name}. Its app lacks the scope, or an admin role that covers them; until it has both, do it in the Admin Console.`;
}
