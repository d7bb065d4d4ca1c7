import { sql } from 'kysely';
import { loadFacts } from '../cases/facts.ts';
import type { Finding } from '../cases/finding.ts';
import { loadCaseHead } from '../cases/head.ts';
import type { Context } from '../context.ts';
import type { Actor } from '../journal/actor.ts';
import { recordStatement } from '../journal/record-statement.ts';
import { type Facts, isCannot, type Playbook, type Question } from '../playbook.ts';

export interface PlannedRound {
  round: number;
  /** The questions that still wait for an answer. */
  queryRunIds: string[];
}

/** How long a case waits for its answers before it is scored without them. */
const PATIENCE_SECONDS = 45;

/** Writes down the questions of the case's current round, once; what cannot be asked is `unknown` at once, with the reason. */
export async function planQueries(
  ctx: Context,
  input: { caseId: number; playbook: Playbook; actor: Actor },
): Promise<PlannedRound> {
  const { caseId, playbook, actor } = input;
  const { round } = await loadCaseHead(ctx, caseId);
  const facts = await loadFacts(ctx, caseId);
  const rows = playbook.ask.map((question, position) => ({
    case_id: caseId,
    round,
    position,
    query: question.query.id,
    question: question.query.question,
    ...plan(ctx, question, facts),
  }));
  const patience = ctx.db
    .updateTable('cases')
    .set({ due_at: sql<Date>`now() + make_interval(secs => ${PATIENCE_SECONDS})` })
    .where('id', '=', caseId)
    .where('round', '=', round)
    .where('scored_round', '<', round);
  if (rows.length === 0) {
    await patience.execute();
    return { round, queryRunIds: [] };
  }
  const planned = await recordStatement(
    ctx.db,
    ctx.db
      .insertInto('query_runs')
      .values(rows)
      .onConflict((conflict) => conflict.columns(['case_id', 'round', 'query']).doNothing())
      .returning(['id', 'state']),
    { actor, what: 'queries.planned', caseId, detail: { round, questions: rows.map((row) => row.query) } },
    patience,
  );
  const open =
    planned.length === rows.length
      ? planned.filter(({ state }) => state === 'planned')
      : await loadOpen(ctx, caseId, round);
  return { round, queryRunIds: open.map((row) => row.id) };
}

/** Planned before, by a job that was lost or is a moment ahead. */
const loadOpen = (ctx: Context, caseId: number, round: number) =>
  ctx.db
    .selectFrom('query_runs')
    .select('id')
    .where('case_id', '=', caseId)
    .where('round', '=', round)
    .where('state', 'in', ['planned', 'running'])
    .orderBy('position')
    .execute();

function plan(ctx: Context, question: Question, facts: Facts) {
  const connector = question.query.id.split('.')[0] ?? '';
  if (!(connector in ctx.config.connectors)) {
    return unknown('not-connected', `${connector} is not connected to Cordon. Add it under connectors in cordon.yaml.`);
  }
  const input = question.input(facts);
  if (isCannot(input)) return unknown('not-askable', input.cannot);
  return { input: JSON.stringify(input), state: 'planned' as const, due_at: sql<Date>`now()` };
}

const unknown = (code: string, reason: string) => ({
  state: 'unknown' as const,
  finding: JSON.stringify({ status: 'unknown', code, reason } satisfies Finding),
  due_at: null,
  finished_at: sql<Date>`now()`,
});
