import { sql } from 'kysely';
import type { Context } from '../context.ts';
import type { CaseState } from '../db/schema.ts';
import { caseCode } from './view.ts';

/** A case legal was told of, with what can be done about it. */
export interface LegalHomeCase {
  id: number;
  code: string;
  title: string;
  state: CaseState;
  held: boolean;
  /** Whether there is a regime to decide on. */
  canDecide: boolean;
}

const MOST = 15;

/** Cases somebody in legal was told of: the open ones, and those under a legal hold. */
export async function loadLegalHome(ctx: Context, slackUser: string): Promise<LegalHomeCase[]> {
  const { rows } = await sql<{ id: number; title: string; state: CaseState; held: boolean }>`
    select * from (select c.id, c.title, c.state, is_held(c.id) as held from messages m join cases c on c.id = m.case_id
      where m.kind = 'legal' and m.recipient = ${slackUser} and c.merged_into is null) told
    where state <> 'closed' or held order by id desc limit ${MOST}`.execute(ctx.db);
  const canDecide = ctx.config.legal.regimes.length > 0;
  return rows.map(({ id, ...row }) => ({ id, code: caseCode(id), ...row, canDecide }));
}
