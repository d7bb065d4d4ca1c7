import { z } from 'zod';
import { Conflict, VendorError } from '../../../errors.ts';
import type { Call, Verification } from '../../contract.ts';
import { defineAction } from '../../define.ts';
import type { OktaClient } from '../client.ts';
import { onPerson } from '../on-person.ts';
import { readUser, UserId } from '../person.ts';
import { route } from '../route.ts';

const Input = z.object({ userId: UserId, name: z.string().min(1).max(200) });
type Input = z.infer<typeof Input>;

const Receipt = z.object({ status: z.string() });
type Receipt = z.infer<typeof Receipt>;

const RESIDUAL = 'Sessions already open inside apps go on until the app ends them; suspending does not reach them.';

/** Suspends a user. Okta allows it from ACTIVE only, so sessions are ended first and passwords are not expired before. */
export const suspendUser = defineAction<OktaClient, Input, Receipt>({
  id: 'okta.suspend-user',
  input: Input,
  receipt: Receipt,
  summarise: ({ name }) => `Suspend ${name} in Okta`,
  async preview(client, { userId }, { signal }) {
    const user = await readUser(client, userId, signal);
    if (user.status !== 'ACTIVE' && user.status !== 'SUSPENDED') throw wrongStatus(user.name, user.status);
    return {
      target: user.name,
      effects: [
        user.status === 'SUSPENDED'
          ? `${user.name} is already suspended in Okta; nothing changes.`
          : `${user.name} cannot sign in to Okta, or to any app through it, until somebody unsuspends the account.`,
      ],
      breaks: ['Everything this person reaches through Okta stops at the next sign-in.', RESIDUAL],
      bound: { 'Okta account': user.login },
      alreadySo: user.status === 'SUSPENDED',
    };
  },
  before: async (client, { userId }, { signal }) => ({ status: (await readUser(client, userId, signal)).status }),
  async run(client, input, _receipt, call) {
    const { status, name } = await readUser(client, input.userId, call.signal);
    if (status === 'SUSPENDED') return;
    if (status !== 'ACTIVE') throw wrongStatus(name, status);
    await changeStatus(client, input, 'suspend', (now) => now === 'SUSPENDED', call);
  },
  verify: (client, input, _receipt, call) => compareStatus(client, input, 'SUSPENDED', [RESIDUAL], call),
  undo: {
    kind: 'reversible',
    words: 'Unsuspend, any time, by security. Groups and app assignments are kept meanwhile.',
    async run(client, input, receipt, call) {
      if (receipt.status === 'SUSPENDED') return;
      const { status } = await readUser(client, input.userId, call.signal);
      if (status !== 'SUSPENDED') return;
      await changeStatus(client, input, 'unsuspend', (now) => now !== 'SUSPENDED', call);
    },
    verify: (client, input, receipt, call) => compareStatus(client, input, receipt.status, [], call),
  },
});

/** The second of two equal calls is a 400, so a refusal counts as success when the user is where the call would have brought them. */
async function changeStatus(
  client: OktaClient,
  input: Input,
  change: 'suspend' | 'unsuspend',
  isSo: (status: string) => boolean,
  { signal }: Call,
): Promise<void> {
  const path =
    change === 'suspend'
      ? route`/api/v1/users/${input.userId}/lifecycle/suspend`
      : route`/api/v1/users/${input.userId}/lifecycle/unsuspend`;
  try {
    await onPerson(client, input, signal, () => client.write({ method: 'POST', path, signal }));
  } catch (error) {
    if (!(error instanceof VendorError) || error.vendorCode !== 'E0000001') throw error;
    const { status } = await readUser(client, input.userId, signal);
    if (!isSo(status)) throw error;
  }
}

async function compareStatus(
  client: OktaClient,
  { userId }: Input,
  wanted: string,
  residual: string[],
  { signal }: Call,
): Promise<Verification> {
  const { name, status } = await readUser(client, userId, signal);
  const state = status === wanted ? 'done' : 'not-done';
  return { state, evidence: `Okta lists ${name} as ${status}.`, residual: state === 'done' ? residual : [] };
}

const wrongStatus = (name: string, status: string): Conflict =>
  new Conflict(
    'okta-wrong-status',
    `Okta suspends only users who are ACTIVE, and ${name} is ${status}. End the sessions instead, and reset the password in the Admin Console if it must not be used.`,
  );
