import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { Mapping } from '#src/config/mapping.ts';
import { normalise } from '#src/detections/senders/index.ts';
import { context, detected, readOne } from './finding.ts';

const page = (shape: string): string =>
  readFileSync(new URL(`../../../../docs/senders/${shape}.md`, import.meta.url), 'utf8');
const blocks = (shape: string, language: string): string[] =>
  [...page(shape).matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, text = '']) => text);
const examples = (shape: string) => blocks(shape, 'json').map((json): [string, string] => [shape, json]);

test.each([...examples('ocsf'), ...examples('cordon')])(
  'the %s example in docs/senders needs no note',
  (shape, json) => {
    const { subject, notes } = detected(shape, JSON.parse(json));
    expect(subject?.email).toMatch(/@northwind\.example$/);
    expect(notes).toEqual([]);
  },
);

interface Sources {
  sources: Record<string, { mapping: unknown }>;
}
const written = [...blocks('mapping', 'yaml'), ...blocks('mapping', 'yml')].flatMap((text) =>
  Object.entries((parse(text) as Sources).sources),
);
const bodies = [...blocks('mapping', 'json'), ...blocks('mapping', 'jsonc')];

test.each(written.map(([name, { mapping }], index) => [name, mapping, bodies[index] ?? ''] as const))(
  'the mapping of %s in docs/senders reads its example without a note',
  (_name, mapping, json) => {
    const read = readOne(normalise('mapping', JSON.parse(json), { ...context, mapping: Mapping.parse(mapping) }));
    expect(read).toMatchObject({
      ok: true,
      detection: { subject: { email: expect.stringMatching(/@northwind\.example$/) }, notes: [] },
    });
  },
);

test('every field of a mapping is on its page', () => {
  const text = page('mapping');
  expect(Object.keys(Mapping.shape).filter((name) => !text.includes(name))).toEqual([]);
  expect(bodies).toHaveLength(written.length);
});
