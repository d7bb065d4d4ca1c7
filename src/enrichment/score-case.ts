import { sql } from 'kysely';
import { loadFacts } from '../cases/facts.ts';
import { Finding } from '../cases/finding.ts';
import type { Context } from '../context.ts';
import type { Actor } from '../journal/actor.ts';
import { recordChange, type Tx } from '../journal/record-change.ts';
import type { Playbook } from '../playbook.ts';
import { openQuestions, senderSeverity, severityOf, tell, weighAll, worse } from './weigh.ts';

export type ScoredCase =
  | { outcome: 'scored'; round: number; quiet: boolean }
  | { outcome: 'waiting' | 'nothing-to-do' };

/**
 * Weighs what is known once every question of the round has ended, or once the case's patience is over. A low score is quiet only when
 * nothing had to stay unknown: what could not be seen is never taken for innocence.
 */
export async function scoreCase(
  ctx: Context,
  input: { caseId: number; playbook: Playbook; actor: Actor },
): Promise<ScoredCase> {
  const { caseId, playbook, actor } = input;
  const ready = await endRound(ctx, caseId, playbook.ask.length > 0);
  if (typeof ready === 'string') return { outcome: ready };
  const facts = await loadFacts(ctx, caseId);
  return recordChange<ScoredCase>(ctx.db, async (tx) => {
    const found = await tx
      .selectFrom('cases')
      .select(['round', 'scored_round', 'quiet', 'state'])
      .where('id', '=', caseId)
      .forUpdate()
      .executeTakeFirstOrThrow();
    if (found.scored_round >= found.round) return { result: { outcome: 'nothing-to-do' }, journal: 'unchanged' };
    if (found.round > ready.round) return { result: { outcome: 'waiting' }, journal: 'unchanged' };
    const { findings, couldNotSee, unanswered } = await readFindings(tx, caseId, found.round);
    const score = { ...weighAll(playbook, facts, couldNotSee, unanswered), story: tell(playbook, findings, facts) };
    const neverShown = found.quiet || found.scored_round === 0;
    const quiet = neverShown && found.state === 'new' && score.value < playbook.pageAt && unanswered === 0;
    await tx
      .updateTable('cases')
      .set((eb) => ({
        score: JSON.stringify(score),
        scored_round: found.round,
        severity: unanswered > 0 ? worse(severityOf(score.value), senderSeverity(facts)) : severityOf(score.value),
        title: playbook.headline(facts),
        quiet,
        due_at: null,
        prepare_at: quiet ? null : sql<Date>`now()`,
        revision: eb('revision', '+', 1),
        updated_at: sql<Date>`now()`,
      }))
      .where('id', '=', caseId)
      .execute();
    const detail = { round: found.round, score, quiet };
    const result = { outcome: 'scored' as const, round: found.round, quiet };
    return { result, journal: [{ actor, what: 'case.scored', caseId, detail }] };
  });
}

/** The round whose questions have all ended. A detection that has just joined starts one whose questions may not even be written down. */
async function endRound(
  ctx: Context,
  caseId: number,
  asks: boolean,
): Promise<{ round: number } | 'waiting' | 'nothing-to-do'> {
  const found = await ctx.db
    .selectFrom('cases')
    .select(['round', 'scored_round', sql<boolean>`coalesce(due_at < now(), true)`.as('overdue')])
    .where('id', '=', caseId)
    .executeTakeFirst();
  if (!found || found.scored_round >= found.round) return 'nothing-to-do';
  const runs = await ctx.db
    .selectFrom('query_runs')
    .select(['id', 'state'])
    .where('case_id', '=', caseId)
    .where('round', '=', found.round)
    .execute();
  if (runs.length === 0 && asks) return 'waiting';
  const open = runs.filter(({ state }) => state === 'planned' || state === 'running');
  if (open.length === 0) return { round: found.round };
  if (!found.overdue) return 'waiting';
  const late: Finding = {
    status: 'unknown',
    code: 'late',
    reason: 'No answer in time. The case was scored without it.',
  };
  await ctx.db
    .updateTable('query_runs')
    .set((eb) => ({ state: 'unknown', finding: JSON.stringify(late), due_at: null, fence: eb('fence', '+', 1) }))
    .where(
      'id',
      'in',
      open.map((row) => row.id),
    )
    .where('state', 'in', ['planned', 'running'])
    .execute();
  return { round: found.round };
}

async function readFindings(tx: Tx, caseId: number, round: number) {
  const runs = await tx
    .selectFrom('query_runs')
    .select(['query', 'question', 'finding'])
    .where('case_id', '=', caseId)
    .where('round', '=', round)
    .orderBy('position')
    .execute();
  const findings = runs.map(({ query, question, finding }) => ({ query, question, finding: Finding.parse(finding) }));
  const unanswered = findings.filter(({ finding }) => finding.status === 'unknown').length;
  const seen = findings.flatMap(({ finding }) => (finding.status === 'answered' ? finding.notVisible : []));
  return { findings, couldNotSee: [...openQuestions(findings), ...new Set(seen)], unanswered };
}
