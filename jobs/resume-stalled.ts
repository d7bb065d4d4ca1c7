import { sql } from 'kysely';
import type { WorkerContext } from '#src/context.ts';
import type { Enqueue } from '#src/queue/enqueue.ts';

/** Work younger than this still has its own job under way. */
const GRACE = sql`interval '2 seconds'`;
const BATCH = 200;
/** "SWEE": one sweep at a time over all workers. */
const LOCK = 0x53574545;

interface Due {
  job: string;
  id: string;
}

/**
 * Finds what is due in the database and nudges it: after a crash between commit and enqueue, a Redis that was down, or a flushed queue
 * this is what brings the work back. Run by the worker on a timer of its own, since a scheduler kept in the queue would be lost with it.
 */
export async function resumeStalled(ctx: WorkerContext, enqueue: Enqueue): Promise<number> {
  const due = await ctx.db.transaction().execute(async (tx) => {
    const { rows: locked } = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(${LOCK}) as mine`.execute(
      tx,
    );
    if (!locked[0]?.mine) return [];
    return (await findDue.execute(tx)).rows;
  });
  for (const { job, id } of due) {
    ctx.metrics.resumed.inc({ job });
    await nudge(enqueue, job, id);
  }
  if (due.length > 0)
    ctx.log.info({ found: due.map(({ job, id }) => `${job} ${id}`).slice(0, 20) }, 'resumed work that was due');
  return due.length;
}

/** A case waits no longer than for its last answer. */
const ALL_ENDED = sql`(select bool_and(coalesce(q.finished_at < now() - ${GRACE}, false))
        from query_runs q where q.case_id = c.id and q.round = c.round)`;

const findDue = sql<Due>`
  (select 'ingest-delivery' as job, id::text from deliveries where state = 'received' and due_at < now() - ${GRACE} limit ${BATCH})
  union all
  (select case when exists (select from query_runs q where q.case_id = c.id and q.round = c.round)
      then 'score-case' else 'enrich-case' end, id::text
    from cases c where due_at is not null and (due_at < now() - ${GRACE} or ${ALL_ENDED})
      and scored_round < round and state <> 'closed' limit ${BATCH})
  union all
  (select 'check-chain', id::text from chain_waits where due_at < now() - ${GRACE} limit ${BATCH})
  union all
  (select 'end-snooze', id::text from snoozes where due_at < now() - ${GRACE} limit ${BATCH})
  union all
  (select 'check-storm', id::text from storms where due_at < now() - ${GRACE} and ended_at is null)
  union all
  (select 'end-canary', id from canaries where due_at < now() - ${GRACE} limit ${BATCH})
  union all
  (select 'prepare-steps', id::text from cases where prepare_at < now() - ${GRACE} limit ${BATCH})
  union all
  (select 'run-query', id::text from query_runs
    where state in ('planned', 'running') and due_at < now() - ${GRACE} limit ${BATCH})
  union all
  (select case
      when state in ('approved', 'running') then 'run-step'
      when state = 'undoing' then 'undo-step'
      when state = 'waiting' then 'expire-step'
      else 'verify-step' end, id::text
    from steps where due_at < now() - ${GRACE}
      and state in ('approved', 'running', 'claimed', 'contained', 'slipped', 'undoing', 'waiting') limit ${BATCH})
  union all
  (select distinct 'prepare-steps', case_id::text from steps
    where state = 'preparing' and due_at < now() - ${GRACE} limit ${BATCH})
  union all
  (select 'post-case', c.id::text from cases c left join messages m on m.case_id = c.id and m.key = 'card'
    where ((c.hold is null and not c.quiet) or (c.hold = 'canary' and c.state <> 'closed')) and c.scored_round > 0 and c.updated_at < now() - ${GRACE}
      and c.updated_at > now() - interval '7 days' and c.revision > coalesce(m.wanted, 0) limit ${BATCH})
  union all
  (select 'deliver-message', id::text from messages where due_at < now() - ${GRACE} limit ${BATCH})
`;

function nudge(enqueue: Enqueue, job: string, id: string): Promise<void> {
  const options = { key: `${id}-resumed` };
  switch (job) {
    case 'ingest-delivery':
      return enqueue(job, { deliveryId: id }, options);
    case 'check-chain':
      return enqueue(job, { chainWaitId: id }, options);
    case 'end-snooze':
      return enqueue(job, { snoozeId: Number(id) }, options);
    case 'check-storm':
      return enqueue(job, { stormId: id }, options);
    case 'end-canary':
      return enqueue(job, { canaryId: id }, options);
    case 'run-query':
      return enqueue(job, { queryRunId: id }, options);
    case 'score-case':
    case 'enrich-case':
    case 'prepare-steps':
    case 'post-case':
      return enqueue(job, { caseId: Number(id) }, options);
    case 'run-step':
    case 'undo-step':
    case 'expire-step':
    case 'verify-step':
      return enqueue(job, { stepId: id }, options);
    case 'deliver-message':
      return enqueue(job, { messageId: id }, options);
    default:
      throw new TypeError(`resume-stalled does not know ${job}`);
  }
}
