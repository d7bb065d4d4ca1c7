import { z } from 'zod';
import { VendorError } from '../../../errors.ts';
import { type ActionCall, irreversible, type Verification } from '../../contract.ts';
import { defineAction } from '../../define.ts';
import type { SalesforceClient } from '../client.ts';
import { refuseOwnUser } from '../own-user.ts';
import type { Session } from '../schema.ts';
import { readSessions } from '../sessions.ts';
import { readUser } from '../users.ts';
import { assertSeesOthers, sessionRows } from '../visibility.ts';
import { counted } from '../words.ts';

const liveSessions = (client: SalesforceClient, userId: string, call: { signal: AbortSignal }) =>
  readSessions(client, userId, call, { essential: true });

export const endSessions = defineAction({
  id: 'salesforce.end-sessions',
  input: z.object({ userId: z.string().min(15).max(18), name: z.string().min(1).max(200) }),
  receipt: z.object({ sessionIds: z.array(z.string().max(18)) }),
  summarise: ({ name }) => `End the Salesforce sessions of ${name}`,
  async preview(client: SalesforceClient, { userId }, call) {
    await refuseOwnUser(client, userId);
    const user = await readUser(client, userId, call, { essential: true });
    const live = await liveSessions(client, userId, call);
    if (live.length === 0) await assertSeesOthers(client, sessionRows, call);
    return {
      target: user.name,
      effects: [
        `${counted(live.length, 'live session')} of ${user.name} ${live.length === 1 ? 'ends' : 'end'}, in browsers and in apps.`,
        'An app whose grant is still alive opens a new session within seconds: revoke its grants first.',
      ],
      breaks: [`${user.name} loses unsaved work in Salesforce and has to sign in again.`],
      bound: { User: `${user.name} (${user.username})` },
      alreadySo: live.length === 0,
    };
  },
  before: async (client, { userId }, call) => ({
    sessionIds: (await liveSessions(client, userId, call)).map(({ id }) => id),
  }),
  async run(client, { userId }, _receipt, call) {
    await refuseOwnUser(client, userId);
    for (const { id } of await liveSessions(client, userId, call)) await endOne(client, id, call);
  },
  async verify(client, { userId }, { sessionIds }, call) {
    const live = await liveSessions(client, userId, call);
    if (live.length === 0 && sessionIds.length === 0) await assertSeesOthers(client, sessionRows, call);
    return judge(sessionIds, live);
  },
  undo: irreversible('An ended session cannot be restored: the person signs in again.'),
});

/** Ending a session ends its children, so the next one on the list may be gone already. */
async function endOne(client: SalesforceClient, id: string, call: ActionCall): Promise<void> {
  try {
    await client.remove('AuthSession', id, call);
  } catch (error) {
    if (error instanceof VendorError && error.kind === 'not-found') return;
    throw error;
  }
}

function judge(before: readonly string[], live: readonly Session[]): Verification {
  const evidence = `AuthSession holds ${counted(live.length, 'live session')} of this user, ${before.length.toLocaleString('en-US')} before`;
  if (live.length === 0) return { state: 'done', evidence, residual: [] };
  const surviving = live.filter(({ id }) => before.includes(id));
  const residual = live.map(({ id, type, address, created }) =>
    before.includes(id)
      ? `The ${type} session from ${address} is still alive.`
      : `A new ${type} session from ${address} was opened at ${created}: a grant may still be alive.`,
  );
  return { state: surviving.length < before.length ? 'partly' : 'not-done', evidence, residual };
}
