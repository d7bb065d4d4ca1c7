import { loadFacts } from '../cases/facts.ts';
import { loadCaseHead } from '../cases/head.ts';
import type { Context } from '../context.ts';
import { concernedBy } from './load-step.ts';

/** E-mails of the people a case is about. One that is part of another is about whom that one is about: its detections are there. */
export async function loadConcerned(ctx: Context, caseId: number): Promise<string[]> {
  const { merged_into } = await loadCaseHead(ctx, caseId);
  return merged_into === null ? concernedBy(await loadFacts(ctx, caseId)) : loadConcerned(ctx, merged_into);
}
