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
