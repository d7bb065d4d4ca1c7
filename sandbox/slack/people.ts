import { type Colleague, company, people } from '#sandbox/company.ts';
import { brightwater, type SlackState } from './state.ts';

export const personById = (slackId: string): Colleague | undefined =>
  Object.values(people).find((person) => person.slackId === slackId);

export const personByKey = (key: string): Colleague | undefined =>
  Object.values(people).find((person) => person.key === key);

/** Nobody has this id in a stand-in where people are a fixed list, except the bot. */
export const isKnownUser = (slackId: string) => slackId === company.botUserId || personById(slackId) !== undefined;

export const nameOf = (slackId: string) =>
  slackId === company.botUserId ? 'Cordon' : (personById(slackId)?.name ?? slackId);

/** The short name Slack puts into payloads: the local part of the address. */
export const usernameOf = (person: Colleague) => person.email.split('@')[0] ?? person.key;

export const teamOf = (state: SlackState, slackId: string) =>
  state.accounts[slackId]?.stranger ? brightwater.teamId : company.slackTeamId;

/** The `user` object of interaction payloads. */
export const payloadUser = (state: SlackState, person: Colleague) => ({
  id: person.slackId,
  username: usernameOf(person),
  name: usernameOf(person),
  team_id: teamOf(state, person.slackId),
});

/** A member as `users.info` tells it; the address is left out without `users:read.email`. */
export function userObject(state: SlackState, slackId: string, withEmail: boolean): Record<string, unknown> {
  const person = personById(slackId);
  const account = state.accounts[slackId] ?? { deleted: false, restricted: false, stranger: false };
  const name = person ? usernameOf(person) : 'cordon';
  const realName = nameOf(slackId);
  const flags = account.deleted ? {} : memberFlags(account, person === undefined);
  return {
    id: slackId,
    team_id: teamOf(state, slackId),
    name,
    deleted: account.deleted,
    real_name: realName,
    tz: company.timezone,
    tz_offset: 3600,
    profile: {
      real_name: realName,
      display_name: realName,
      title: person?.title ?? '',
      ...(withEmail && person ? { email: person.email } : {}),
      ...(person ? {} : { bot_id: company.botId, api_app_id: company.slackAppId }),
      team: teamOf(state, slackId),
    },
    is_bot: person === undefined,
    is_app_user: false,
    is_stranger: account.stranger,
    updated: 1_780_000_000,
    ...flags,
  };
}

/** Slack leaves these out for people who are gone. */
const memberFlags = ({ restricted }: { restricted: boolean }, isBot: boolean) => ({
  is_admin: false,
  is_owner: false,
  is_primary_owner: false,
  is_restricted: restricted,
  is_ultra_restricted: false,
  is_email_confirmed: !isBot,
});
