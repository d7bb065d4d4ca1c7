import { z } from 'zod';
import { irreversible, type Verification } from '../../contract.ts';
import { defineAction } from '../../define.ts';
import type { SalesforceClient } from '../client.ts';
import { readGrantsTo, revokeGrantsTo } from '../grants.ts';
import { readUser } from '../users.ts';
import { assertSeesOthers, grantRows } from '../visibility.ts';
import { counted } from '../words.ts';

export const revokeGrants = defineAction({
  id: 'salesforce.revoke-grants',
  input: z.object({
    userId: z.string().min(15).max(18),
    name: z.string().min(1).max(200),
    appName: z.string().min(1).max(255),
  }),
  receipt: z.object({ grants: z.number() }),
  summarise: ({ name, appName }) => `Revoke the grants of ${appName} for ${name}`,
  async preview(client: SalesforceClient, { userId, appName }, call) {
    const user = await readUser(client, userId, call, { essential: true });
    const grants = await readGrantsTo(client, { userId, appName }, call);
    if (grants.length === 0) await assertSeesOthers(client, grantRows, call);
    return {
      target: `${appName} for ${user.name}`,
      effects: [
        `${appName} loses its ${counted(grants.length, 'grant')} for ${user.name}, and with ${grants.length === 1 ? 'it' : 'them'} the access tokens issued from there.`,
        `${user.name} could authorise the app again. Only blocking it prevents that; Salesforce has no API for it: Setup → Connected Apps OAuth Usage.`,
      ],
      breaks: [`Whatever ${appName} does for ${user.name} stops.`],
      bound: { App: appName, User: `${user.name} (${user.username})` },
      alreadySo: grants.length === 0,
    };
  },
  before: async (client, { userId, appName }, call) => ({
    grants: (await readGrantsTo(client, { userId, appName }, call)).length,
  }),
  run: (client, { userId, appName }, _receipt, call) => revokeGrantsTo(client, { userId, appName }, call),
  async verify(client, { userId, appName }, { grants: before }, call) {
    const left = await readGrantsTo(client, { userId, appName }, call);
    if (left.length === 0 && before === 0) await assertSeesOthers(client, grantRows, call);
    return judge(before, left);
  },
  undo: irreversible('A revoked grant cannot be restored: the person would have to authorise it again.'),
});

function judge(before: number, left: readonly { created: string }[]): Verification {
  const evidence = `OauthToken holds ${counted(left.length, 'grant')} of the app for this user, ${before.toLocaleString('en-US')} before`;
  if (left.length === 0) return { state: 'done', evidence, residual: [] };
  const residual = left.slice(0, 5).map(({ created }) => `A grant created at ${created} is still alive.`);
  if (left.length > 5) residual.push(`${counted(left.length - 5, 'more grant')} of the app still alive.`);
  return { state: left.length < before ? 'partly' : 'not-done', evidence, residual };
}
