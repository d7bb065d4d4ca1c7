import type { z } from 'zod';
import { below, type JsonSchema } from './json-schema.ts';
import type { Path, Problem } from './problem.ts';

/** A failed parse as problems. What is missing is explained by its description; unknown settings are reported by `resolve.ts` already. */
export function issuesOf(
  error: z.ZodError | undefined,
  value: unknown,
  schema: JsonSchema,
  prefix: Path = [],
): Problem[] {
  return (error?.issues ?? []).flatMap(unfold).flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') return [];
    const path = [...prefix, ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))];
    if (valueAt(value, path) !== undefined) return [{ path, what: issue.message }];
    const description = path.reduce<JsonSchema | undefined>(below, schema)?.description;
    return [{ path, what: description ? `missing. ${description}` : 'missing.' }];
  });
}

/** Of a choice between several forms, the problems of the one that came closest. */
function unfold(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union' || issue.message !== 'Invalid input') return [issue];
  const [closest] = issue.errors.toSorted((a, b) => a.length - b.length);
  return closest?.flatMap(unfold).map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })) ?? [issue];
}

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (at, part) => (typeof at === 'object' && at !== null ? Reflect.get(at, part) : undefined),
    value,
  );
