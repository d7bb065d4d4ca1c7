import { z } from 'zod';
import { defineQuery } from '../../define.ts';
import type { SalesforceClient } from '../client.ts';
import { AboutPerson } from '../person.ts';
import { isIntegration, readUserLogin, resolveUser } from '../users.ts';

export const user = defineQuery({
  id: 'salesforce.user',
  question: 'Who is this in Salesforce, and can they still sign in?',
  input: AboutPerson,
  data: z.object({
    userId: z.string(),
    username: z.string(),
    name: z.string(),
    email: z.string(),
    active: z.boolean(),
    /** Null when Salesforce does not show it to Cordon. */
    frozen: z.boolean().nullable(),
    profile: z.string(),
    license: z.string(),
    department: z.string().nullable(),
    title: z.string().nullable(),
    manager: z.object({ name: z.string(), email: z.string() }).nullable(),
    integration: z.boolean(),
  }),
  async run(client: SalesforceClient, { person }, call) {
    const { id, userType, ...known } = await resolveUser(client, person, call);
    const login = await readUserLogin(client, id, call);
    const integration = await isIntegration(client, { id, userType, ...known });
    const data = { ...known, userId: id, frozen: login?.frozen ?? null, integration };
    const role = [known.title, known.department].filter((part) => part !== null).join(', ');
    const what = integration ? 'an integration user' : `${known.profile} on a ${known.license} licence`;
    return {
      summary: `${known.name}${role === '' ? '' : ` (${role})`} is ${what}; ${stateOf(data)}.`,
      data,
      events: [],
      lookedAt: [
        { source: 'User', rows: 1 },
        { source: 'UserLogin', rows: login ? 1 : 0 },
      ],
      notVisible: login ? [] : ["Whether the user is frozen: Cordon's user needs Manage Users to read UserLogin."],
    };
  },
});

function stateOf({ active, frozen }: { active: boolean; frozen: boolean | null }): string {
  if (!active) return 'the account is deactivated';
  if (frozen === null) return 'the account is active';
  return frozen ? 'the account is frozen' : 'the account is active and not frozen';
}
