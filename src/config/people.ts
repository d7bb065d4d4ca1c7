import { z } from 'zod';
import type { Path, Problem } from './problem.ts';

const Account = z.string().trim().optional().catch(undefined);
const Somebody = z
  .object({
    name: z.string().catch('somebody else'),
    slack: Account,
    email: Account.transform((email) => email?.toLowerCase()),
  })
  .catch({ name: '', slack: undefined, email: undefined });
const Group = z.array(Somebody).catch([]);
const Role = z.object({ people: Group, deputies: Group }).optional().catch(undefined);
const Roles = z.object({ security: Role, finance: Role, legal: Role, manager: Role }).catch({});

const NEEDED = {
  security: { atLeast: 1, otherwise: 'no account could ever be contained' },
  finance: { atLeast: 2, otherwise: 'no transfer could ever be released' },
  legal: { atLeast: 1, otherwise: 'nobody could ever decide on notification' },
  manager: { atLeast: 1, otherwise: 'there would be nobody to turn to when an answer is late' },
} as const;
type RoleName = keyof typeof NEEDED;

interface Mention extends z.infer<typeof Somebody> {
  path: Path;
}

/**
 * What only shows when the roles are read together: too few people to ever decide, and accounts that belong to two people. Reads what is
 * there and leaves the shape to the schema, so that everything is reported in one go.
 */
export function peopleProblems(roles: unknown): Problem[] {
  const read = Roles.parse(roles);
  const names = Object.keys(NEEDED) as RoleName[];
  const mentions = names.flatMap((role) =>
    (['people', 'deputies'] as const).flatMap((group) =>
      (read[role]?.[group] ?? []).map((person, index): Mention => ({ ...person, path: ['roles', role, group, index] })),
    ),
  );
  return [...names.flatMap((role) => tooFew(role, read[role])), ...sharedAccounts(mentions)];
}

function tooFew(role: RoleName, read: z.infer<typeof Role>): Problem[] {
  const { atLeast, otherwise } = NEEDED[role];
  const there = new Set(read?.people.map(({ email, slack }) => email ?? slack)).size;
  if (!read || there >= atLeast) return [];
  const path = ['roles', role, 'people'];
  if (there === 0) {
    const add = atLeast === 1 ? 'somebody' : `at least ${atLeast} people`;
    return [{ path, what: `empty. With nobody in it ${otherwise}. Add ${add}.` }];
  }
  return [
    {
      path,
      what: `only ${there} person. With fewer than ${atLeast} ${otherwise}. Add at least ${atLeast - there} more.`,
    },
  ];
}

function sharedAccounts(mentions: readonly Mention[]): Problem[] {
  const problems: Problem[] = [];
  for (const [account, other, words] of [
    ['slack', 'email', 'Slack id'],
    ['email', 'slack', 'e-mail address'],
  ] as const) {
    const owners = new Map<string, Mention>();
    for (const mention of mentions) {
      const value = mention[account];
      if (value === undefined) continue;
      const owner = owners.get(value);
      if (!owner) owners.set(value, mention);
      else if (owner[other] !== mention[other]) {
        const what = `also given for ${owner.name}. One ${words} belongs to one person; correct one of the two.`;
        problems.push({ path: [...mention.path, account], what });
      }
    }
  }
  return problems;
}
