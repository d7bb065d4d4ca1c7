import { z } from 'zod';
import type { Call, Verification } from '../../contract.ts';
import { defineAction } from '../../define.ts';
import type { SalesforceClient } from '../client.ts';
import { refuseOwnUser } from '../own-user.ts';
import type { User } from '../schema.ts';
import { soql } from '../soql.ts';
import { isIntegration, readUser, requireUserLogin } from '../users.ts';

export const freezeUser = defineAction({
  id: 'salesforce.freeze-user',
  input: z.object({ userId: z.string().min(15).max(18), name: z.string().min(1).max(200) }),
  receipt: z.object({ wasFrozen: z.boolean() }),
  summarise: ({ name }) => `Freeze ${name} in Salesforce`,
  async preview(client: SalesforceClient, { userId }, call) {
    await refuseOwnUser(client, userId);
    const user = await readUser(client, userId, call, { essential: true });
    const { frozen } = await requireUserLogin(client, userId, call);
    return {
      target: user.name,
      effects: [
        `${user.name} cannot sign in to Salesforce until somebody unfreezes the account.`,
        'Live sessions and app grants stay alive until the next steps end them.',
      ],
      breaks: await breaksOf(client, user, call),
      bound: { User: `${user.name} (${user.username})` },
      alreadySo: frozen,
    };
  },
  async before(client, { userId }, call) {
    await refuseOwnUser(client, userId);
    return { wasFrozen: (await requireUserLogin(client, userId, call)).frozen };
  },
  async run(client, { userId }, _receipt, call) {
    await refuseOwnUser(client, userId);
    await setFrozen(client, userId, true, call);
  },
  verify: (client, { userId }, _receipt, call) => readBack(client, userId, true, call),
  undo: {
    kind: 'reversible',
    words: 'Unfreeze, any time, by security. An account that was frozen before stays frozen.',
    run: (client, { userId }, { wasFrozen }, call) => setFrozen(client, userId, wasFrozen, call),
    verify: (client, { userId }, { wasFrozen }, call) => readBack(client, userId, wasFrozen, call),
  },
});

async function setFrozen(client: SalesforceClient, userId: string, frozen: boolean, call: Call): Promise<void> {
  const login = await requireUserLogin(client, userId, call);
  if (login.frozen !== frozen) await client.update('UserLogin', login.id, { IsFrozen: frozen }, call);
}

async function readBack(client: SalesforceClient, userId: string, wanted: boolean, call: Call): Promise<Verification> {
  const { frozen } = await requireUserLogin(client, userId, call);
  const evidence = `UserLogin.IsFrozen is ${frozen}`;
  if (frozen === wanted) return { state: 'done', evidence, residual: [] };
  return {
    state: 'not-done',
    evidence,
    residual: [frozen ? 'The account is still frozen.' : 'The user can still sign in.'],
  };
}

async function breaksOf(client: SalesforceClient, user: User, call: Call): Promise<string[]> {
  const breaks = [
    `Cordon cannot see scheduled reports and jobs that run as ${user.name}; look under Setup → Scheduled Jobs.`,
  ];
  if (await isIntegration(client, user)) {
    breaks.push(`${user.name} is an integration user: the business flows that sign in as it stop.`);
  }
  if (user.profile === 'System Administrator' && (await countAdministrators(client, call)) < 2) {
    breaks.push(
      `${user.name} is the only active System Administrator: nobody else could unfreeze the account in Setup.`,
    );
  }
  return breaks;
}

const countAdministrators = (client: SalesforceClient, call: Call) =>
  client.count(
    soql`SELECT COUNT() FROM User WHERE Profile.Name = ${'System Administrator'} AND IsActive = true`,
    call,
    {
      essential: true,
    },
  );
