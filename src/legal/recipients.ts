import type { Context } from '../context.ts';
import { members } from '../response/authority.ts';
import { loadConcerned } from '../response/load-concerned.ts';

/** Slack accounts of the people in legal whom a case does not concern; deputies are asked later. */
export async function legalRecipients(ctx: Context, caseId: number): Promise<string[]> {
  const concerned = await loadConcerned(ctx, caseId);
  const able = ctx.config.roles.legal.people.filter(({ email }) => !concerned.includes(email.toLowerCase()));
  return [...new Set(able.map(({ slack }) => slack))];
}

/** The person in legal with this address, or with this account name before the @. */
export const inLegal = (ctx: Context, named: string) =>
  members(ctx, 'legal').find(({ email }) => {
    const [account] = email.toLowerCase().split('@');
    return [email.toLowerCase(), account].includes(named.trim().toLowerCase());
  });
