import { z } from 'zod';
import type { ErrorOf, MethodName } from './methods.ts';
import type { Workspace } from './workspace.ts';

/** `ok: false` with one of Slack's error names. */
export class SlackRefusal extends Error {
  readonly error: string;
  readonly detail: Record<string, unknown>;

  constructor(error: string, detail: Record<string, unknown> = {}) {
    super(error);
    this.error = error;
    this.detail = detail;
  }
}

export type Fail<Error extends string> = (error: Error, detail?: Record<string, unknown>) => SlackRefusal;

/** One call of one method. The type of `fail` holds every method to the errors of its own line in the table. */
export interface Call<Name extends MethodName> {
  workspace: Workspace;
  args: Readonly<Record<string, unknown>>;
  fail: Fail<ErrorOf<Name>>;
  has(scope: string): boolean;
  /** Refuses with `missing_scope` unless the app has one of these. */
  need(...scopes: readonly string[]): void;
}

export type Handler<Name extends MethodName> = (call: Call<Name>) => Record<string, unknown>;
export type Handlers = { readonly [Name in MethodName]: Handler<Name> };

/** The arguments a method uses; anything else in them is left alone, as Slack does. */
export function read<Shape>(
  { args, fail }: { args: Readonly<Record<string, unknown>>; fail: Fail<'invalid_arguments'> },
  shape: z.ZodType<Shape>,
): Shape {
  const parsed = shape.safeParse(args);
  if (parsed.success) return parsed.data;
  throw fail('invalid_arguments', {
    response_metadata: {
      messages: parsed.error.issues.map(({ message, path }) => `[ERROR] ${message} [json-pointer:/${path.join('/')}]`),
    },
  });
}

/** Forms carry text only, so a flag may be a boolean or its name, and a list may be split by commas. */
export const flag = z.union([z.boolean(), z.stringbool()]).optional();
export const count = z.coerce.number().int();
export const list = z.union([
  z.array(z.string()),
  z.string().transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  ),
]);

const MOST_AT_ONCE = 1000;

/** One page of a list, with Slack's cursor; the cursor is an offset nobody should read. */
export function pageOf<Item>(
  { args, fail }: { args: Readonly<Record<string, unknown>>; fail: Fail<'invalid_cursor'> },
  items: readonly Item[],
  usual = 100,
): { items: Item[]; response_metadata: { next_cursor: string } } {
  const cursor = typeof args.cursor === 'string' ? args.cursor : '';
  const offset = /^next:(\d+)$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1];
  if (cursor !== '' && offset === undefined) throw fail('invalid_cursor');
  const start = Number(offset ?? 0);
  const limit = Math.min(Number(args.limit ?? usual) || usual, MOST_AT_ONCE);
  const end = start + limit;
  const next_cursor = end < items.length ? Buffer.from(`next:${end}`).toString('base64url') : '';
  return { items: items.slice(start, end), response_metadata: { next_cursor } };
}
