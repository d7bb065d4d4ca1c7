import type { Severity } from '../detection.ts';

const WORDS: Readonly<Record<string, Severity>> = {
  info: 'info',
  informational: 'info',
  information: 'info',
  low: 'low',
  medium: 'medium',
  moderate: 'medium',
  high: 'high',
  critical: 'critical',
  fatal: 'critical',
};

/** Only words: a number means nothing without its sender, since some scales count down. */
export const severityOf = (word: string | undefined): Severity | undefined =>
  Object.hasOwn(WORDS, word?.toLowerCase() ?? '') ? WORDS[word?.toLowerCase() ?? ''] : undefined;

/** What a sender's word means, kept beside it. */
export const byWord = (word: string | undefined) => ({ is: severityOf(word), word });

/** What a number on the sender's own scale means; `word` is how the sender would write it. */
export const byTable = (
  table: Readonly<Record<number, Severity>>,
  value: number | undefined,
  word: string | undefined = value === undefined ? undefined : String(value),
) => ({ is: value === undefined ? undefined : table[value], word });
