import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { detected } from './finding.ts';

const examples = (shape: string) => {
  const text = readFileSync(new URL(`../../../../docs/senders/${shape}.md`, import.meta.url), 'utf8');
  return [...text.matchAll(/```json\n([\s\S]*?)```/g)].map(([, json = '']): [string, string] => [shape, json]);
};

test.each([...examples('ocsf'), ...examples('cordon')])(
  'the %s example in docs/senders needs no note',
  (shape, json) => {
    const { subject, notes } = detected(shape, JSON.parse(json));
    expect(subject?.email).toMatch(/@northwind\.example$/);
    expect(notes).toEqual([]);
  },
);
