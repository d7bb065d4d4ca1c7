import { z } from 'zod';
import { InvalidInput } from '../../../errors.ts';
import type { Call, Verification } from '../../contract.ts';
import { defineAction } from '../../define.ts';
import type { OktaClient } from '../client.ts';
import { readGroups } from '../membership.ts';
import { onPerson } from '../on-person.ts';
import { readUser, UserId } from '../person.ts';
import { route } from '../route.ts';
import { Factor } from '../schema.ts';
import { factorName } from '../wording.ts';

const Input = z.object({ userId: UserId, name: z.string().min(1).max(200) });
type Input = z.infer<typeof Input>;

/** The group is part of the receipt, so that undo leaves the same one even when the setting changed since. */
const Receipt = z.object({ groupId: z.string(), wasMember: z.boolean() });
type Receipt = z.infer<typeof Receipt>;

const OPEN_SESSIONS = 'Sessions already open are not asked again. End them as well.';

/** Puts a user into the group whose sign-on policy asks for a second factor every time. */
export const requireMfa = defineAction<OktaClient, Input, Receipt>({
  id: 'okta.require-mfa',
  input: Input,
  receipt: Receipt,
  summarise: ({ name }) => `Require a second factor from ${name} in Okta`,
  async preview(client, { userId }, { signal }) {
    const groupId = quarantineGroup(client);
    const [user, groups, factors] = await Promise.all([
      readUser(client, userId, signal),
      readGroups(client, userId, signal),
      readFactors(client, userId, signal),
    ]);
    const alreadySo = groups.some(({ id }) => id === groupId);
    return {
      target: user.name,
      effects: [
        alreadySo
          ? `${user.name} is already in the step-up group; nothing changes.`
          : `${user.name} joins the step-up group, whose policy asks for a second factor at every sign-in.`,
        whoHolds(factors),
      ],
      breaks: [...(factors.length === 0 ? [`${user.name} cannot sign in before enrolling one.`] : []), OPEN_SESSIONS],
      bound: { 'Okta account': user.login, 'Okta group': groupId },
      alreadySo,
    };
  },
  async before(client, { userId }, { signal }) {
    const groupId = quarantineGroup(client);
    return { groupId, wasMember: await isMember(client, userId, groupId, signal) };
  },
  run: (client, input, { groupId }, call) => setMember(client, input, groupId, 'PUT', call),
  verify: (client, input, { groupId }, call) => compare(client, input, groupId, true, call),
  undo: {
    kind: 'reversible',
    words: 'Take the person out of the step-up group, any time, by security.',
    async run(client, input, { groupId, wasMember }, call) {
      if (!wasMember) await setMember(client, input, groupId, 'DELETE', call);
    },
    verify: (client, input, { groupId, wasMember }, call) => compare(client, input, groupId, wasMember, call),
  },
});

function quarantineGroup({ quarantineGroupId }: OktaClient): string {
  if (quarantineGroupId !== undefined) return quarantineGroupId;
  throw new InvalidInput(
    'okta-no-quarantine-group',
    "Cordon has no group to ask for a second factor with. Set connectors.okta.quarantine_group_id to one whose sign-on policy does; the connector's README says how.",
  );
}

const readFactors = async (client: OktaClient, userId: string, signal: AbortSignal): Promise<Factor[]> =>
  (await client.list({ path: route`/api/v1/users/${userId}/factors`, row: Factor, signal })).rows;

/** A factor an intruder enrolled passes as well as any other, so people see what there is before they rely on it. */
function whoHolds(factors: readonly Factor[]): string {
  if (factors.length === 0) return 'No second factor is enrolled.';
  const named = factors.map(
    ({ type, created }) => `${factorName(type)}${created ? `, since ${created.slice(0, 10)}` : ''}`,
  );
  return `Enrolled: ${named.join('; ')}. Whoever holds one of these still gets in; remove what is not theirs in the Admin Console first.`;
}

const setMember = (client: OktaClient, input: Input, groupId: string, method: 'PUT' | 'DELETE', { signal }: Call) =>
  onPerson(client, input, signal, () =>
    client.write({ method, path: route`/api/v1/groups/${groupId}/users/${input.userId}`, signal }),
  );

const isMember = async (client: OktaClient, userId: string, groupId: string, signal: AbortSignal): Promise<boolean> =>
  (await readGroups(client, userId, signal)).some(({ id }) => id === groupId);

/** Read from the user's side: the groups the user is in, not the members the group has. */
async function compare(
  client: OktaClient,
  { userId, name }: Input,
  groupId: string,
  wanted: boolean,
  { signal }: Call,
): Promise<Verification> {
  const member = await isMember(client, userId, groupId, signal);
  return {
    state: member === wanted ? 'done' : 'not-done',
    evidence: `${name}'s groups in Okta ${member ? 'include' : 'do not include'} the step-up group.`,
    residual: member && wanted ? [OPEN_SESSIONS] : [],
  };
}
