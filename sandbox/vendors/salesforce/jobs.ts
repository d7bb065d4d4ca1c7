import type { Route, TwinRequest, World } from '#sandbox/twin.ts';
import { refuse } from './answers.ts';
import { signedIn } from './sessions.ts';
import type { BulkJob, SalesforceState } from './state.ts';

const PAGE = 1_000;
const KEPT_MS = 7 * 86_400_000;

/** Bulk query jobs of the last seven days, and the day's limits. */
export function jobRoutes(world: World, state: SalesforceState): Route[] {
  const kept = () => state.bulkJobs.filter(({ created }) => world.now().getTime() - Date.parse(created) < KEPT_MS);

  const list = ({ params, query }: TwinRequest) => {
    const jobType = query.get('jobType');
    const offset = Number(query.get('queryLocator') ?? 0);
    const jobs = kept().filter((job) => jobType === null || job.jobType === jobType);
    const done = offset + PAGE >= jobs.length;
    const next = `/services/data/${params.version}/jobs/query?queryLocator=${offset + PAGE}${jobType ? `&jobType=${jobType}` : ''}`;
    const records = jobs.slice(offset, offset + PAGE).map(written);
    return { status: 200, body: { done, records, nextRecordsUrl: done ? null : next } };
  };
  const show = ({ params }: TwinRequest) => {
    const job = kept().find(({ id }) => id === params.id);
    if (!job) return refuse(404, 'NOT_FOUND', 'The requested resource does not exist');
    return {
      status: 200,
      body: { ...written(job), numberRecordsProcessed: job.rows, retries: 0, totalProcessingTime: 1_200 },
    };
  };
  const limits = () => {
    const { used, max } = state.apiRequests;
    return { status: 200, body: { DailyApiRequests: { Max: max, Remaining: max - used } } };
  };

  return [
    { method: 'GET', pattern: '/services/data/:version/jobs/query', handle: signedIn(world, state, list) },
    { method: 'GET', pattern: '/services/data/:version/jobs/query/:id', handle: signedIn(world, state, show) },
    { method: 'GET', pattern: '/services/data/:version/limits', handle: signedIn(world, state, limits) },
  ];
}

const written = (job: BulkJob) => ({
  id: job.id,
  operation: job.operation,
  object: job.object,
  createdById: job.userId,
  createdDate: job.created.replace('Z', '+0000'),
  systemModstamp: job.created.replace('Z', '+0000'),
  state: job.state,
  concurrencyMode: 'Parallel',
  contentType: 'CSV',
  apiVersion: 67,
  jobType: job.jobType,
  lineEnding: 'LF',
  columnDelimiter: 'COMMA',
});
