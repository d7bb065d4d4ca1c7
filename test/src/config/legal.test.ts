import { describe, expect, test } from 'vitest';
import { exampleText, load } from './example.ts';

const withLegal = (text: string): string => exampleText.replace(/\nlegal:\n[\s\S]*$/, `\nlegal: ${text}\n`);
const problemOf = (text: string): string => {
  try {
    load(withLegal(text));
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

describe('legal', () => {
  test('is nothing and one person where the file says nothing', () => {
    expect(load(exampleText.replace(/\nlegal:\n[\s\S]*$/, '\n')).legal).toEqual({ regimes: [], quorum: 1 });
    expect(load(withLegal('{ regimes: [gdpr, sec-8k] }')).legal).toEqual({ regimes: ['gdpr', 'sec-8k'], quorum: 1 });
  });

  test.each([
    ['{ regimes: [gpdr] }', 'gdpr'],
    ['{ regimes: [gdpr, gdpr] }', 'names one of them twice'],
    ['{ quorum: 2 }', 'asks for 2 people, and roles.legal has 1'],
    ['{ quorum: 0 }', 'legal.quorum'],
    ['{ quorom: 1 }', 'quorum'],
  ])('%s is a problem', (text, words) => expect(problemOf(text)).toContain(words));
});
