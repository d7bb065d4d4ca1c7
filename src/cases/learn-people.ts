import type { Context } from '../context.ts';
import type { Actor } from '../journal/actor.ts';
import { learnIdentity } from './learn-identity.ts';

/** Whoever cordon.yaml names is one person by Slack account and e-mail address. */
export async function learnPeople(ctx: Context, actor: Actor): Promise<void> {
  const roles = Object.values(ctx.config.roles);
  for (const { slack, email } of roles.flatMap(({ people, deputies }) => [...people, ...deputies]))
    await learnIdentity(ctx, { query: 'slack.user', data: { userId: slack, email }, actor });
}
