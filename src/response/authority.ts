import type { Context } from '../context.ts';
import type { RoleName } from '../db/schema.ts';
import { Forbidden } from '../errors.ts';
import { isSuspended } from './suspensions.ts';

/** Somebody who may decide: a human from cordon.yaml, not a Slack account. */
export interface Voter {
  /** The human's key: the e-mail in cordon.yaml. Two accounts of one person count once. */
  person: string;
  slackUser: string;
  name: string;
}

/** The same, with every role of those asked for in which their voice may count. */
export interface AbleVoter extends Voter {
  roles: readonly RoleName[];
}

interface AuthorityQuestion {
  slackUser: string;
  role: RoleName;
  /** E-mails of people this is about; they may not decide. */
  concerned: readonly string[];
  /** Ask Slack again instead of trusting an answer up to a minute old. */
  fresh?: boolean;
}

/**
 * Says who this is, or throws the sentence they read: no, why, and who can. Denied unless everything fits: known in the role, own
 * company, not a guest, not a bot, not deactivated, not the subject.
 */
export async function authorise(ctx: Context, question: AuthorityQuestion): Promise<Voter> {
  const { slackUser, role, concerned } = question;
  const standing = await ctx.people.standing(slackUser, { fresh: question.fresh ?? false });
  const can = whoCan(ctx, role, concerned);
  if (standing.deactivated) throw new Forbidden('deactivated', `This account is deactivated in Slack. ${can}`);
  if (standing.bot) throw new Forbidden('bot', `Apps cannot decide here, only people. ${can}`);
  if (standing.stranger || standing.teamId !== ctx.config.slack.team) {
    throw new Forbidden('stranger', `You can't do this: only people of ${ctx.config.organisation.name} can. ${can}`);
  }
  if (standing.guest) throw new Forbidden('guest', `You can't do this: guests cannot decide on a case. ${can}`);
  const person = members(ctx, role).find((member) => member.slack === slackUser);
  if (!person) throw new Forbidden('wrong-role', `You can't do this: it needs the role ${role}. ${can}`);
  if (concerned.includes(person.email.toLowerCase())) {
    throw new Forbidden('concerned', `You can't do this one: it is about your own account. ${can}`);
  }
  if (await isSuspended(ctx, person.email.toLowerCase())) {
    throw new Forbidden(
      'suspended',
      `Your say is suspended, because an answer in your name was not yours. A manager gives it back. ${can}`,
    );
  }
  return { person: person.email.toLowerCase(), slackUser, name: person.name };
}

/** Somebody who may decide in at least one of the roles; else the refusal of the first. */
export async function authoriseAny(
  ctx: Context,
  { roles, ...question }: Omit<AuthorityQuestion, 'role'> & { roles: readonly RoleName[] },
): Promise<AbleVoter> {
  const held = roles.filter((role) => members(ctx, role).some(({ slack }) => slack === question.slackUser));
  const [role = roles[0] ?? 'security'] = held;
  return { ...(await authorise(ctx, { ...question, role })), roles: held };
}

export const members = (ctx: Context, role: RoleName) => {
  const { people, deputies = [] } = ctx.config.roles[role];
  return [...people, ...deputies];
};

function whoCan(ctx: Context, role: RoleName, concerned: readonly string[]): string {
  const able = members(ctx, role).filter((member) => !concerned.includes(member.email.toLowerCase()));
  if (able.length === 0) return `Nobody in the role ${role} can; an administrator has to add somebody to cordon.yaml.`;
  const named = able.slice(0, 3).map((member) => `<@${member.slack}>`);
  return `${named.join(', ')} can.`;
}
