import { sql } from 'kysely';
import type { Finding } from '../cases/finding.ts';
import type { WorkerContext } from '../context.ts';
import { CordonError, VendorError } from '../errors.ts';
import type { Actor } from '../journal/actor.ts';
import { recordStatement } from '../journal/record-statement.ts';

const DEADLINE_MS = 15_000;
/** Longer than a call may take, so that no second worker asks while the first still waits. */
const LEASE_SECONDS = 25;
const MAX_ATTEMPTS = 4;
const FIRST_WAIT_MS = 400;

export type RanQuery =
  | { outcome: 'answered'; caseId: number; query: string; data: unknown }
  | { outcome: 'unknown' | 'nothing-to-do' }
  | { outcome: 'later'; waitMs: number };

/** Asks one vendor one question and stores the answer. A vendor that stays away leaves `unknown` with the reason, never an error. */
export async function runQuery(ctx: WorkerContext, input: { queryRunId: string; actor: Actor }): Promise<RanQuery> {
  const run = await claim(ctx, input.queryRunId);
  if (!run) return { outcome: 'nothing-to-do' };
  const started = ctx.clock.now();
  try {
    const finding = await ask(ctx, run.query, run.input);
    ctx.metrics.queries.inc({ query: run.query, outcome: 'answered' });
    ctx.metrics.querySeconds.observe({ query: run.query }, (ctx.clock.now().getTime() - started.getTime()) / 1000);
    return await finish(ctx, run, finding, input.actor);
  } catch (error) {
    if (error instanceof VendorError && error.retryable && run.attempts < MAX_ATTEMPTS) {
      return postpone(ctx, run, error.retryAfterMs ?? FIRST_WAIT_MS * 2 ** run.attempts);
    }
    ctx.metrics.queries.inc({ query: run.query, outcome: 'unknown' });
    ctx.log.warn({ err: error, queryRunId: run.id, caseId: run.case_id }, 'a question stays open');
    return finish(ctx, run, explain(error), input.actor);
  }
}

interface ClaimedRun {
  id: string;
  case_id: number;
  round: number;
  query: string;
  input: unknown;
  attempts: number;
  fence: number;
}

function claim(ctx: WorkerContext, id: string): Promise<ClaimedRun | undefined> {
  return ctx.db
    .updateTable('query_runs')
    .set((eb) => ({
      state: 'running',
      attempts: eb('attempts', '+', 1),
      fence: eb('fence', '+', 1),
      due_at: sql<Date>`now() + make_interval(secs => ${LEASE_SECONDS})`,
    }))
    .where('id', '=', id)
    .where((eb) =>
      eb.or([eb('state', '=', 'planned'), eb.and([eb('state', '=', 'running'), eb('due_at', '<', sql<Date>`now()`)])]),
    )
    .returning(['id', 'case_id', 'round', 'query', 'input', 'attempts', 'fence'])
    .executeTakeFirst();
}

async function ask(ctx: WorkerContext, query: string, input: unknown): Promise<Finding> {
  const connector = query.split('.')[0] ?? '';
  const connection = ctx.connections.get(connector);
  if (!connection)
    return { status: 'unknown', code: 'not-connected', reason: `${connector} is not connected to Cordon.` };
  const answer = await connection.ask(query, input, { signal: AbortSignal.timeout(DEADLINE_MS) });
  return {
    status: 'answered',
    summary: answer.summary,
    data: answer.data,
    events: [...answer.events],
    lookedAt: [...answer.lookedAt],
    notVisible: [...answer.notVisible],
  };
}

function explain(error: unknown): Finding {
  if (error instanceof CordonError) return { status: 'unknown', code: error.code, reason: error.message };
  return {
    status: 'unknown',
    code: 'unexpected',
    reason: 'Cordon could not read the answer. The worker log names the fault.',
  };
}

async function finish(ctx: WorkerContext, run: ClaimedRun, finding: Finding, actor: Actor): Promise<RanQuery> {
  const outcome = finding.status;
  const detail =
    finding.status === 'answered'
      ? { query: run.query, summary: finding.summary, lookedAt: finding.lookedAt }
      : { query: run.query, reason: finding.reason };
  const [written] = await recordStatement(
    ctx.db,
    ctx.db
      .updateTable('query_runs')
      .set({ state: outcome, finding: JSON.stringify(finding), due_at: null, finished_at: sql<Date>`now()` })
      .where('id', '=', run.id)
      .where('fence', '=', run.fence)
      .where('state', '=', 'running')
      .returning('id'),
    { actor, what: `query.${outcome}`, caseId: run.case_id, refs: { queryRun: run.id }, detail },
  );
  if (!written) return { outcome: 'nothing-to-do' };
  return finding.status === 'answered'
    ? { outcome: 'answered', caseId: run.case_id, query: run.query, data: finding.data }
    : { outcome: 'unknown' };
}

async function postpone(ctx: WorkerContext, run: ClaimedRun, waitMs: number): Promise<RanQuery> {
  await ctx.db
    .updateTable('query_runs')
    .set({ state: 'planned', due_at: sql<Date>`now() + make_interval(secs => ${waitMs / 1000})` })
    .where('id', '=', run.id)
    .where('fence', '=', run.fence)
    .execute();
  return { outcome: 'later', waitMs };
}
