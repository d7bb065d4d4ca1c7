import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { foldersIn, namesIn } from './source.ts';

interface Part {
  id: string;
  input: z.ZodType;
  question?: string;
  undo?: { kind: string; words: string };
}

const parts = await Promise.all(
  foldersIn('src/connectors').flatMap((vendor) =>
    ['queries', 'actions'].flatMap((kind) =>
      namesIn(`src/connectors/${vendor}/${kind}`).map(async (name) => {
        const module = await import(new URL(`../../src/connectors/${vendor}/${kind}/${name}.ts`, import.meta.url).href);
        return Object.values(module)[0] as Part;
      }),
    ),
  ),
);
const actions = parts.filter(({ undo }) => undo);
const queries = parts.filter(({ question }) => question);

interface Schema {
  type?: string | string[];
  maxLength?: number;
  maxItems?: number;
  format?: string;
  enum?: unknown[];
  const?: unknown;
  [key: string]: unknown;
}

/** Every place in an input that takes text, or a list, of any length. */
function unbounded(schema: Schema, path: string): string[] {
  const types = [schema.type].flat();
  const closed = schema.enum !== undefined || schema.const !== undefined;
  const own: string[] = [];
  if (types.includes('string') && !closed && schema.maxLength === undefined) own.push(path);
  if (types.includes('array') && schema.maxItems === undefined) own.push(`${path}[]`);
  const inner = Object.entries(schema).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null ? unbounded(value as Schema, `${path}/${key}`) : [],
  );
  return [...own, ...inner];
}

test('there are queries and actions to look at', () => {
  expect(parts.length).toBe(queries.length + actions.length);
  expect(queries.length).toBeGreaterThan(10);
  expect(actions.length).toBeGreaterThan(5);
});

test.each(parts.map((part) => [part.id, part] as const))('%s: every text it takes has a maximum', (_, { input }) => {
  expect(unbounded(z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) as Schema, '')).toEqual([]);
});

test.each(queries.map((query) => [query.id, query] as const))('%s asks a question', (_, { question }) => {
  expect(question).toMatch(/^[A-Z].{8,118}\?$/);
});

describe('every action', () => {
  test.each(actions.map((action) => [action.id, action] as const))(
    '%s can be undone, or says in words that it cannot',
    (_, { undo }) => {
      expect(['reversible', 'irreversible']).toContain(undo?.kind);
      expect(undo?.words).toMatch(/^[A-Z].{15,}\.$/);
      if (undo?.kind === 'reversible')
        expect(undo).toMatchObject({ run: expect.any(Function), verify: expect.any(Function) });
    },
  );

  test.each(actions.map((action) => [action.id, action] as const))('%s reads back what it did', (_, action) => {
    for (const part of ['preview', 'before', 'run', 'verify'])
      expect(action).toHaveProperty(part, expect.any(Function));
  });
});
