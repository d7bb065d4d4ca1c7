import { z } from 'zod';

const text = z
  .string()
  .nullish()
  .catch(null)
  .transform((value) => value?.trim() || null);

/** A user in our words. Profile fields are free text from whatever directory feeds Okta. */
export const User = z
  .object({
    id: z.string(),
    status: z.string(),
    profile: z.object({
      login: z.string(),
      email: text,
      displayName: text,
      firstName: text,
      lastName: text,
      department: text,
      title: text,
      manager: text,
      managerId: text,
    }),
  })
  .transform(({ id, status, profile }) => ({
    id,
    status,
    login: profile.login,
    email: profile.email ?? profile.login,
    name: profile.displayName ?? ([profile.firstName, profile.lastName].filter(Boolean).join(' ') || profile.login),
    department: profile.department,
    title: profile.title,
    manager: profile.manager ?? profile.managerId,
  }));
export type User = z.infer<typeof User>;

export const Group = z
  .object({ id: z.string(), type: text, profile: z.object({ name: text }).nullish().catch(null) })
  .transform(({ id, type, profile }) => ({ id, type, name: profile?.name ?? id }));

/** Standard and custom roles; only the latter need their label. */
export const Role = z
  .object({ type: text, label: text })
  .transform(({ type, label }) => label ?? type ?? 'unnamed role');

export const Factor = z
  .object({ factorType: text, created: text })
  .transform(({ factorType, created }) => ({ type: factorType ?? 'unnamed', created }));
export type Factor = z.infer<typeof Factor>;

export const Client = z
  .object({ client_id: z.string(), client_name: text })
  .transform(({ client_id, client_name }) => ({ clientId: client_id, name: client_name ?? client_id }));
export type Client = z.infer<typeof Client>;

export const Grant = z
  .object({ clientId: text, scopeId: text, created: text, status: text })
  .transform(({ clientId, scopeId, created, status }) => ({
    clientId: clientId ?? 'unknown',
    scope: scopeId ?? 'unknown',
    created: created ?? 'unknown',
    status: status ?? 'unknown',
  }));

/** Listed tokens can be revoked already. */
export const RefreshToken = z.object({ status: text }).transform(({ status }) => ({ alive: status !== 'REVOKED' }));
