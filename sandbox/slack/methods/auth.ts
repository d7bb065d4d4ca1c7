import { z } from 'zod';
import { company } from '#sandbox/company.ts';
import { type Handlers, read } from '../call.ts';

export const authMethods = {
  'auth.test': ({ workspace }) => ({
    url: `${workspace.ownUrl()}/`,
    team: company.name,
    user: 'cordon',
    team_id: company.slackTeamId,
    user_id: company.botUserId,
    bot_id: company.botId,
    is_enterprise_install: false,
  }),
  'team.info': (call) => {
    const { team } = read(call, z.object({ team: z.string().default(company.slackTeamId) }));
    if (team !== company.slackTeamId) throw call.fail('team_not_found');
    return { team: { id: team, name: company.name, domain: 'northwind', email_domain: company.domain } };
  },
  'bots.info': (call) => {
    const { bot } = read(call, z.object({ bot: z.string().default(company.botId) }));
    if (bot !== company.botId) throw call.fail('bot_not_found');
    const { botUserId, slackAppId } = company;
    return { bot: { id: bot, deleted: false, name: 'Cordon', app_id: slackAppId, user_id: botUserId } };
  },
} satisfies Pick<Handlers, 'auth.test' | 'team.info' | 'bots.info'>;
