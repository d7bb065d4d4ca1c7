import type { Person } from '../config/schema.ts';
import type { Context } from '../context.ts';
import { InvalidInput } from '../errors.ts';

const everybody = ({ config }: Pick<Context, 'config'>): Person[] =>
  Object.values(config.roles).flatMap(({ people, deputies }) => [...people, ...deputies]);

export const personBySlack = (ctx: Pick<Context, 'config'>, slackUser: string): Person | undefined =>
  everybody(ctx).find(({ slack }) => slack === slackUser);

/** The one person of cordon.yaml whom an e-mail address or a Slack id names; names can be shared, so they do not count. */
export function personNamed(ctx: Pick<Context, 'config'>, word: string): Person {
  const wanted = word.trim().toLowerCase();
  const found = everybody(ctx).find(({ email, slack }) => email === wanted || slack.toLowerCase() === wanted);
  if (found) return found;
  throw new InvalidInput(
    'unknown-person',
    `Nobody in cordon.yaml has the e-mail address or Slack id "${word}". Write one of those under roles.`,
  );
}
