import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Config } from '#src/config/schema.ts';
import type { Context } from '#src/context.ts';
import type { RoleName } from '#src/db/schema.ts';
import { authorise } from '#src/response/authority.ts';
import type { Standing } from '#src/workspace/people.ts';
import { exampleConfig } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.close());

const ROLES = ['security', 'finance', 'legal', 'manager'] as const;

interface Asking {
  standing?: Partial<Standing>;
  config?: Partial<Config>;
  concerned?: string[];
  fresh?: boolean;
}

const asked: (boolean | undefined)[] = [];

function ask(slackUser: string, role: RoleName, { standing, config, concerned = [], fresh }: Asking = {}) {
  const ordinary: Standing = {
    userId: slackUser,
    name: 'Somebody',
    teamId: exampleConfig.slack.team,
    deactivated: false,
    bot: false,
    guest: false,
    stranger: false,
  };
  const ctx = {
    config: { ...exampleConfig, ...config },
    db: database.db,
    people: {
      standing: async (_: string, options?: { fresh?: boolean }) => {
        asked.push(options?.fresh);
        return { ...ordinary, ...standing };
      },
    },
  } satisfies Pick<Context, 'config' | 'people' | 'db'>;
  return authorise(ctx as Context, { slackUser, role, concerned, ...(fresh === undefined ? {} : { fresh }) });
}

const everybody = ROLES.flatMap((role) => {
  const { people, deputies } = exampleConfig.roles[role];
  return [...people, ...deputies].map((person) => ({ ...person, role }));
});

describe('who may decide what', () => {
  test.each(ROLES.flatMap((role) => everybody.map((person) => [person.name, person, role] as const)))(
    '%s in a question for %3$s',
    async (_, person, role) => {
      const answer = ask(person.slack, role);
      if (person.role === role) {
        expect(await answer).toEqual({ person: person.email, slackUser: person.slack, name: person.name });
      } else {
        await expect(answer).rejects.toMatchObject({
          code: 'wrong-role',
          message: expect.stringMatching(/it needs the role .*<@U0DEMO/),
        });
      }
    },
  );

  test.each<[string, Partial<Standing>, string]>([
    ['a guest', { guest: true }, 'guest'],
    ['somebody of another company', { stranger: true }, 'stranger'],
    ['the same id in another workspace', { teamId: 'T0OTHER' }, 'stranger'],
    ['an account without a workspace', { teamId: undefined }, 'stranger'],
    ['a deactivated account', { deactivated: true }, 'deactivated'],
    ['a bot', { bot: true }, 'bot'],
    [
      'a deactivated guest bot of strangers',
      { deactivated: true, guest: true, bot: true, stranger: true },
      'deactivated',
    ],
  ])('%s is refused in every role, whatever cordon.yaml says', async (_, standing, code) => {
    for (const { slack, role } of everybody)
      await expect(ask(slack, role, { standing })).rejects.toMatchObject({ code });
  });

  test('nobody decides on what is about themselves, however their address is written; the sentence names who can', async () => {
    const [noor, sam] = exampleConfig.roles.security.people;
    const upper = exampleConfig.roles.security.people.map((person) => ({
      ...person,
      email: person.email.toUpperCase(),
    }));
    const config = { roles: { ...exampleConfig.roles, security: { people: upper, deputies: [] } } };
    const concerned = [noor?.email ?? ''];
    for (const asking of [{ concerned }, { concerned, config }]) {
      await expect(ask(noor?.slack ?? '', 'security', asking)).rejects.toMatchObject({
        code: 'concerned',
        message: `You can't do this one: it is about your own account. <@${sam?.slack}> can.`,
      });
    }
    expect(await ask(sam?.slack ?? '', 'security', { concerned })).toMatchObject({ name: sam?.name });
  });

  test.each(ROLES)('with nobody in the role %s nobody can, and it says what to do', async (role) => {
    const config = { roles: { ...exampleConfig.roles, [role]: { people: [], deputies: [] } } };
    for (const { slack } of everybody) {
      await expect(ask(slack, role, { config })).rejects.toMatchObject({
        code: 'wrong-role',
        message: expect.stringContaining(
          `Nobody in the role ${role} can; an administrator has to add somebody to cordon.yaml.`,
        ),
      });
    }
  });

  test('somebody Slack does not know is refused', async () => {
    const people = {
      standing: async () => {
        throw new Error('user_not_found');
      },
    };
    const ctx = { config: exampleConfig, people } satisfies Pick<Context, 'config' | 'people'>;
    await expect(
      authorise(ctx as unknown as Context, { slackUser: 'U0DEMO0001', role: 'security', concerned: [] }),
    ).rejects.toThrow('user_not_found');
    await expect(ask('U0UNKNOWN', 'security')).rejects.toMatchObject({ code: 'wrong-role' });
    await expect(ask('', 'security')).rejects.toMatchObject({ code: 'wrong-role' });
  });

  test('Slack is asked again only at the moment of execution', async () => {
    asked.length = 0;
    await ask('U0DEMO0001', 'security');
    await ask('U0DEMO0001', 'security', { fresh: true });
    expect(asked).toEqual([false, true]);
  });
});
