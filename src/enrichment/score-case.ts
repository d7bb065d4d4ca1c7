import { sql } from 'kysely';
import { loadFacts } from '../cases/facts.ts';
import { Finding } from '../cases/finding.ts';
import type { Context } from '../context.ts';
import type { CaseState, Hold } from '../db/schema.ts';
import type { Actor } from '../journal/actor.ts';
import { recordChange } from '../journal/record-change.ts';
import { recordStatement } from '../journal/record-statement.ts';
import { releaseCase } from '../noise/release-case.ts';
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
  const ended = await endRound(ctx, caseId, playbook.ask.length > 0);
  if (typeof ended === 'string') return { outcome: ended };
  const { round, state, scoredRound } = ended;
  const { findings, couldNotSee, unanswered } = readFindings(ended.runs);
  const facts = await loadFacts(ctx, caseId);
  const score = { ...weighAll(playbook, facts, couldNotSee, unanswered), story: tell(playbook, findings, facts) };
  const neverShown = ended.quiet || ended.hold !== null || scoredRound === 0;
  const quiet = neverShown && state === 'new' && score.value < playbook.pageAt && unanswered === 0;
  const severity = unanswered > 0 ? worse(severityOf(score.value), senderSeverity(facts)) : severityOf(score.value);
  if (severity === 'critical' && ended.hold) await releaseCritical(ctx, caseId, actor);
  const [written] = await recordStatement(
    ctx.db,
    ctx.db
      .updateTable('cases')
      .set((eb) => ({
        score: JSON.stringify(score),
        scored_round: round,
        severity,
        title: playbook.headline(facts),
        quiet,
        due_at: null,
        prepare_at: quiet ? null : sql<Date | null>`case when hold is null then now() end`,
        revision: eb('revision', '+', 1),
        updated_at: sql<Date>`now()`,
      }))
      .where('id', '=', caseId)
      .where('round', '=', round)
      .where('scored_round', '=', scoredRound)
      .where('state', '=', state)
      .where('quiet', '=', ended.quiet)
      .returning('id'),
    { actor, what: 'case.scored', caseId, detail: { round, score, quiet } },
  );
  // Somebody changed the case while it was weighed: weigh it as it is now.
  return written ? { outcome: 'scored', round, quiet } : scoreCase(ctx, input);
}

/** Whatever held it back holds back nothing critical. Before the score is written, so that no crash between the two keeps it hidden. */
const releaseCritical = (ctx: Context, caseId: number, actor: Actor) =>
  recordChange(ctx.db, async (tx) => {
    const [entry] = await releaseCase(tx, { caseId, because: 'its score is critical', actor });
    return entry ? { result: undefined, journal: [entry] } : { result: undefined, journal: 'unchanged' };
  });

interface Round {
  round: number;
  scoredRound: number;
  state: CaseState;
  quiet: boolean;
  hold: Hold | null;
  overdue: boolean;
  runs: { id: string; state: string; query: string; question: string; finding: unknown }[];
}

const selectRound = (caseId: number) => sql<Round>`
  select c.round, c.scored_round as "scoredRound", c.state, c.quiet, c.hold, coalesce(c.due_at < now(), true) as overdue,
    (select coalesce(json_agg(json_build_object('id', q.id, 'state', q.state, 'query', q.query, 'question', q.question,
        'finding', q.finding) order by q.position), '[]')
      from query_runs q where q.case_id = c.id and q.round = c.round) as runs
  from cases c where c.id = ${caseId}`;

/** The round whose questions have all ended. A detection that has just joined starts one whose questions may not even be written down. */
async function endRound(ctx: Context, caseId: number, asks: boolean): Promise<Round | 'waiting' | 'nothing-to-do'> {
  const { rows } = await selectRound(caseId).execute(ctx.db);
  const [found] = rows;
  if (!found || found.scoredRound >= found.round) return 'nothing-to-do';
  if (found.runs.length === 0 && asks) return 'waiting';
  const open = found.runs.filter(({ state }) => state === 'planned' || state === 'running');
  if (open.length === 0) return found;
  if (!found.overdue) return 'waiting';
  const late: Finding = {
    status: 'unknown',
    code: 'late',
    reason: 'No answer in time. The case was scored without it.',
  };
  await ctx.db
    .updateTable('query_runs')
    .set((eb) => ({
      state: 'unknown',
      finding: JSON.stringify(late),
      due_at: null,
      finished_at: sql<Date>`now()`,
      fence: eb('fence', '+', 1),
    }))
    .where(
      'id',
      'in',
      open.map((row) => row.id),
    )
    .where('state', 'in', ['planned', 'running'])
    .execute();
  return endRound(ctx, caseId, asks);
}

function readFindings(runs: Round['runs']) {
  const findings = runs.map(({ query, question, finding }) => ({ query, question, finding: Finding.parse(finding) }));
  const unanswered = findings.filter(({ finding }) => finding.status === 'unknown').length;
  const seen = findings.flatMap(({ finding }) => (finding.status === 'answered' ? finding.notVisible : []));
  return { findings, couldNotSee: [...openQuestions(findings), ...new Set(seen)], unanswered };
}
