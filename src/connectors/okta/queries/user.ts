import { z } from 'zod';
import { VendorError } from '../../../errors.ts';
import type { Answer } from '../../contract.ts';
import { defineQuery } from '../../define.ts';
import type { OktaClient } from '../client.ts';
import { readAdminRoles, readGroups } from '../membership.ts';
import { Person, resolveUser } from '../person.ts';
import type { User } from '../schema.ts';
import { count } from '../wording.ts';

const Input = z.object({ person: Person });
type Input = z.infer<typeof Input>;

const Data = z.object({
  userId: z.string(),
  status: z.string(),
  login: z.string(),
  name: z.string(),
  email: z.string(),
  department: z.string().nullable(),
  title: z.string().nullable(),
  manager: z.string().nullable(),
  groups: z.array(z.string()),
  adminRoles: z.array(z.string()),
});
type Data = z.infer<typeof Data>;

/** What Okta knows of a person: status, department, groups and admin roles. */
export const user = defineQuery<OktaClient, Input, Data>({
  id: 'okta.user',
  question: 'Who is this person in Okta?',
  input: Input,
  data: Data,
  async run(client, { person }, { signal }): Promise<Answer<Data>> {
    const found = await resolveUser(client, person, signal);
    const [groups, roles] = await Promise.all([
      readGroups(client, found.id, signal),
      readAdminRoles(client, found.id, signal).catch(withoutPermission),
    ]);
    const { id, status, login, name, email, department, title, manager } = found;
    const names = groups.map((group) => group.name);
    return {
      summary: summarise(found, groups.length, roles),
      data: {
        userId: id,
        status,
        login,
        name,
        email,
        department,
        title,
        manager,
        groups: names,
        adminRoles: roles ?? [],
      },
      events: [],
      lookedAt: [
        { source: 'Okta user', rows: 1 },
        { source: 'Okta groups of the user', rows: groups.length },
        ...(roles ? [{ source: 'Okta admin roles of the user', rows: roles.length }] : []),
      ],
      notVisible: roles ? [] : ['Admin roles: Okta does not let Cordon read them (scope okta.roles.read).'],
    };
  },
});

function withoutPermission(error: unknown): undefined {
  if (error instanceof VendorError && error.kind === 'not-permitted') return undefined;
  throw error;
}

function summarise({ name, status, title, department }: User, groups: number, roles: string[] | undefined): string {
  const position = [title, department && `in ${department}`].filter(Boolean).join(' ');
  const admin = roles === undefined ? 'admin roles unknown' : roles.length > 0 ? roles.join(', ') : 'no admin roles';
  return `${name}${position && `, ${position},`} is ${status} in Okta, with ${count(groups, 'group')} and ${admin}.`;
}
