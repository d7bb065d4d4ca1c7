import { z } from 'zod';
import type { Call } from '../../contract.ts';
import { defineQuery } from '../../define.ts';
import type { SalesforceClient } from '../client.ts';
import { AboutPersonAndTime, sameId } from '../person.ts';
import { JobDetail, JobRow } from '../schema.ts';
import { resolveUser } from '../users.ts';
import { counted, listed } from '../words.ts';

/** Each job's row count costs a call of its own. */
const MOST_DETAILS = 20;

export const bulkJobs = defineQuery({
  id: 'salesforce.bulk-jobs',
  question: 'Which bulk exports did this person start?',
  input: AboutPersonAndTime,
  data: z.object({
    jobs: z.array(
      z.object({
        id: z.string(),
        object: z.string(),
        operation: z.string(),
        state: z.string(),
        created: z.string(),
        rows: z.number().nullable(),
      }),
    ),
  }),
  async run(client: SalesforceClient, { person, since, until }, call) {
    const { id, name } = await resolveUser(client, person, call);
    const [from, to] = [new Date(since).toISOString(), new Date(until).toISOString()];
    const [bulk2, classic] = await Promise.all([
      client.list('/jobs/query?jobType=V2Query', JobRow, call),
      client.list('/jobs/query?jobType=Classic', JobRow, call),
    ]);
    const listedJobs = [...bulk2.rows, ...classic.rows];
    const mine = listedJobs
      .filter(({ createdById, created }) => sameId(createdById, id) && created >= from && created <= to)
      .toSorted((one, other) => one.created.localeCompare(other.created));
    const jobs = await Promise.all(
      mine.map(async ({ createdById, jobType, ...job }, index) => {
        const countable = jobType === 'V2Query' && index < MOST_DETAILS;
        return { ...job, rows: countable ? await rowsOf(client, job.id, call) : null };
      }),
    );
    const notVisible = [
      'Deleted jobs, and jobs older than about 7 days: Salesforce does not list them, so an empty list proves nothing.',
    ];
    if (bulk2.cut || classic.cut)
      notVisible.push(`Some jobs: only ${counted(listedJobs.length, 'job')} of the organisation were read.`);
    if (jobs.some(({ rows }) => rows === null)) notVisible.push('The row counts of some jobs.');
    return {
      summary: summarise(name, jobs),
      data: { jobs },
      events: jobs.map(({ created, object, operation, state, rows }) => ({
        when: created,
        what: `Bulk ${operation} of ${object} started (${rows === null ? '' : `${counted(rows, 'row')}, `}${state})`,
      })),
      lookedAt: [{ source: 'Bulk API jobs', from, to, rows: listedJobs.length }],
      notVisible,
    };
  },
});

async function rowsOf(client: SalesforceClient, jobId: string, call: Call): Promise<number | null> {
  const detail = await client.get(`/jobs/query/${encodeURIComponent(jobId)}`, JobDetail, call);
  return detail.numberRecordsProcessed ?? null;
}

function summarise(name: string, jobs: readonly { object: string; rows: number | null }[]): string {
  if (jobs.length === 0) return `No bulk job of ${name} is listed for this time; deleted jobs do not show.`;
  const total = jobs.reduce((sum, { rows }) => sum + (rows ?? 0), 0);
  const objects = listed([...new Set(jobs.map(({ object }) => object))]);
  const rows = jobs.every((job) => job.rows === null) ? 'row counts not shown' : counted(total, 'row');
  return `${name} started ${counted(jobs.length, 'bulk job')} on ${objects}, ${rows}.`;
}
