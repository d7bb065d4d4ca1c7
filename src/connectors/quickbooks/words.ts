import type { TimelineEvent } from '../contract.ts';

/** "1 payment", "14 payments". */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;

export const byTime = (events: readonly TimelineEvent[]): TimelineEvent[] =>
  [...events].sort((a, b) => a.when.localeCompare(b.when));
