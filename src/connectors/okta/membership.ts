import type { OktaClient } from './client.ts';
import { route } from './route.ts';
import { Group, Role } from './schema.ts';

export const readGroups = async (client: OktaClient, userId: string, signal: AbortSignal) =>
  (await client.list({ path: route`/api/v1/users/${userId}/groups`, row: Group, signal })).rows;

/** The admin roles of a user, by the names the Admin Console shows. */
export const readAdminRoles = async (client: OktaClient, userId: string, signal: AbortSignal) =>
  (await client.list({ path: route`/api/v1/users/${userId}/roles`, row: Role, signal })).rows;
