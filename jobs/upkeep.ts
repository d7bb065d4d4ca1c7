import { sql } from 'kysely';
import type { WorkerContext } from '#src/context.ts';
import { sealEntries } from '#src/journal/seal-entries.ts';
import { watchSources } from '#src/noise/watch-sources.ts';
import type { Enqueue } from '#src/queue/enqueue.ts';
import { resumeStalled } from './resume-stalled.ts';

const EVERY_MS = { seal: 500, resume: 1_000, forget: 60_000, watch: 30_000 } as const;

/** The worker's own clockwork: seal the journal, bring back lost work, forget old signatures, see who has fallen silent. Returns how to stop it. */
export function startUpkeep(ctx: WorkerContext, enqueue: Enqueue): () => Promise<void> {
  const rounds = [
    repeat(ctx, 'seal', EVERY_MS.seal, () => sealEntries(ctx.db)),
    repeat(ctx, 'resume', EVERY_MS.resume, () => resumeStalled(ctx, enqueue)),
    repeat(ctx, 'forget', EVERY_MS.forget, () => forgetRequests(ctx)),
    repeat(ctx, 'watch', EVERY_MS.watch, () => watch(ctx, enqueue)),
  ];
  return async () => void (await Promise.all(rounds.map((stop) => stop())));
}

async function watch(ctx: WorkerContext, enqueue: Enqueue): Promise<void> {
  const told = await watchSources(ctx, { kind: 'job', name: 'upkeep' });
  for (const messageId of told) await enqueue('deliver-message', { messageId }, { key: messageId });
}

const forgetRequests = (ctx: WorkerContext) =>
  ctx.db.deleteFrom('seen_requests').where('seen_at', '<', sql<Date>`now() - interval '10 minutes'`).execute();

/** Runs the work, waits, runs it again; never two at once. */
function repeat(ctx: WorkerContext, name: string, everyMs: number, work: () => Promise<unknown>): () => Promise<void> {
  const stopped = new AbortController();
  const running = (async () => {
    while (!stopped.signal.aborted) {
      await work().catch((error: unknown) =>
        ctx.log.warn({ err: error, upkeep: name }, 'upkeep failed; it is tried again'),
      );
      await ctx.clock.sleep(everyMs, stopped.signal).catch(() => undefined);
    }
  })();
  return () => {
    stopped.abort();
    return running;
  };
}
