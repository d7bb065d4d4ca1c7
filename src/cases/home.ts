import { sql } from 'kysely';
import type { Context } from '../context.ts';
import type { RoleName } from '../db/schema.ts';
import { loadLegalHome } from './legal-home.ts';
import { Owner } from './owner.ts';
import { caseCode } from './view.ts';

const ROLES: readonly RoleName[] = ['security', 'finance', 'legal', 'manager'];
const MAX_CASES = 50;

/** What App Home shows one person: open steps of their roles, the cases they took, and all open ones. Strangers see nothing. */
export async function loadHome(ctx: Context, slackUser: string) {
  const roles = ROLES.filter((role) => {
    const { people, deputies } = ctx.config.roles[role];
    return [...people, ...deputies].some((person) => person.slack === slackUser);
  });
  if (roles.length === 0) return { waiting: [], mine: [], team: [], legal: [] };
  const waiting = await ctx.db
    .selectFrom('steps')
    .select(['id', 'case_id', 'digest', 'title', 'kind', 'deadline_at'])
    .where('state', '=', 'waiting')
    .where((eb) =>
      eb.or([
        eb('role', 'in', roles),
        sql<boolean>`exists (select from jsonb_array_elements(preview->'needs') need where need->>'role' = any(${roles}))`,
      ]),
    )
    .orderBy('deadline_at')
    .orderBy('case_id')
    .limit(MAX_CASES)
    .execute();
  const open = await ctx.db
    .selectFrom('cases')
    .select(['id', 'title', 'state', 'severity', 'opened_at', 'owner', 'hold'])
    .where('state', '<>', 'closed')
    .where('hold', 'is distinct from', 'canary')
    .orderBy('id', 'desc')
    .limit(MAX_CASES)
    .execute();
  const cases = open.map((row) => ({ ...row, owner: Owner.nullable().parse(row.owner) }));
  const seesCases = roles.includes('security') || roles.includes('manager');
  const toRow = (row: (typeof cases)[number]) => ({
    code: caseCode(row.id),
    title: row.title,
    state: row.state,
    severity: row.severity,
    openedAt: row.opened_at.toISOString(),
    owner: row.owner?.name ?? null,
    hold: row.hold,
    link: null,
  });
  return {
    waiting: waiting.map((step) => ({
      code: caseCode(step.case_id),
      stepId: step.id,
      digest: step.digest ?? '',
      title: step.title,
      deadlineAt: step.deadline_at?.toISOString() ?? null,
      isQuestion: step.kind === 'decision',
    })),
    mine: cases.filter((row) => row.owner?.slackUser === slackUser).map(toRow),
    team: seesCases ? cases.map(toRow) : [],
    legal: roles.includes('legal') ? await loadLegalHome(ctx, slackUser) : [],
  };
}
