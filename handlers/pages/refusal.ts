import { ZodError } from 'zod';
import { Conflict, CordonError, Forbidden, InvalidInput, NotFound } from '#src/errors.ts';
import { readable } from './readable.ts';
import type { PageDeps } from './route.ts';

export interface Refusal {
  status: number;
  code: string;
  says: string;
}

const STATUS = [
  [NotFound, 404],
  [Conflict, 409],
  [Forbidden, 403],
  [InvalidInput, 400],
] as const;

/** What went wrong, in words for the person at the page. */
export function refusalOf({ ctx }: PageDeps, error: unknown): Refusal {
  if (error instanceof ZodError)
    return { status: 400, code: 'unreadable', says: 'This request cannot be understood. Nothing was counted.' };
  const known = STATUS.find(([kind]) => error instanceof kind);
  if (known && error instanceof CordonError)
    return { status: known[1], code: error.code, says: readable(ctx, error.message) };
  ctx.log.error({ err: error }, 'a page failed');
  const says =
    'Cordon could not do this just now. Nothing was counted. Try again; if it stays so, tell whoever runs Cordon.';
  return { status: 503, code: 'failed', says };
}
