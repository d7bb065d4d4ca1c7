import type { z } from 'zod';
import { didYouMean } from './nearest.ts';

const WORDS: Readonly<Record<string, string>> = {
  object: 'a section',
  record: 'a section',
  array: 'a list',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

const kindOf = (value: unknown): string => (Array.isArray(value) ? 'array' : typeof value);

/** Zod's issues in Cordon's words; what a schema says itself goes first. Never repeats the value. */
export function describeIssue(issue: z.core.$ZodRawIssue): string | undefined {
  const { input } = issue;
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${WORDS[issue.expected] ?? issue.expected}, not ${WORDS[kindOf(input)] ?? kindOf(input)}.`;
    case 'invalid_value': {
      const choices = issue.values.map(String);
      const hint = typeof input === 'string' ? didYouMean(input, choices) : '';
      return `must be ${choices.length === 1 ? choices[0] : `one of ${choices.join(', ')}`}.${hint}`;
    }
    case 'too_small':
      return `must be ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}${unit(issue.origin)}.`;
    case 'too_big':
      return `must be ${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}${unit(issue.origin)}.`;
    case 'invalid_key':
      return issue.issues[0]?.message;
    default:
      return undefined;
  }
}

function unit(origin: string): string {
  if (origin === 'string') return ' characters';
  return origin === 'array' || origin === 'set' ? ' entries' : '';
}
