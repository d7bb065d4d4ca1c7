import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { configJsonSchema, type JsonSchema } from '#src/config/json-schema.ts';
import { connectors, exampleText } from './example.ts';

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });

test('accepts the example as it is written, and no secret in its place', () => {
  const check = ajv.compile(configJsonSchema(connectors));
  expect(check(parse(exampleText))).toBe(true);
  const writtenOut = parse(exampleText);
  writtenOut.slack.bot_token = 'xoxb-1-2-abc';
  expect(check(writtenOut)).toBe(false);
  expect(check.errors?.[0]?.instancePath).toBe('/slack/bot_token');
});

test('refuses settings and connectors nobody knows', () => {
  const check = ajv.compile(configJsonSchema(connectors));
  expect(check({ ...parse(exampleText), localle: 'en' })).toBe(false);
  expect(check({ ...parse(exampleText), connectors: { otka: {} } })).toBe(false);
});

const undescribed = (schema: JsonSchema, path: string): string[] =>
  Object.entries(schema.properties ?? {}).flatMap(([name, child]) => {
    if (typeof child !== 'object') return [];
    const here = `${path}.${name}`;
    const item = typeof child.additionalProperties === 'object' ? child.additionalProperties : child.items;
    const inner = typeof item === 'object' && !Array.isArray(item) ? undescribed(item, `${here}[]`) : [];
    return [...(child.description ? [] : [here]), ...undescribed(child, here), ...inner];
  });

test('every setting has a sentence that explains it', () => {
  expect(undescribed(configJsonSchema(), '')).toEqual([]);
});

const names = (schema: JsonSchema): string[] =>
  Object.entries(schema.properties ?? {}).flatMap(([name, child]) =>
    typeof child === 'object' ? [name, ...names(child)] : [name],
  );

test('every setting is in docs/configuration.md', () => {
  const text = readFileSync(new URL('../../../docs/configuration.md', import.meta.url), 'utf8');
  expect([...new Set(names(configJsonSchema()))].filter((name) => !text.includes(name))).toEqual([]);
});
