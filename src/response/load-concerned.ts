import { loadFacts } from '../cases/facts.ts';
import type { Context } from '../context.ts';
import { concernedBy } from './load-step.ts';

/** E-mails of the people a case is about. */
export const loadConcerned = async (ctx: Context, caseId: number): Promise<string[]> =>
  concernedBy(await loadFacts(ctx, caseId));
