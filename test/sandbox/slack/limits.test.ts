import { describe, expect, test } from 'vitest';
import { limits } from '#sandbox/slack/blocks/limits.ts';
import { judgesDir, readJudge } from '#test/helpers/judges.ts';
import { skipReason } from '#test/helpers/require-or-skip.ts';

const judges = judgesDir();

const OUR_WORD: Readonly<Record<string, string>> = {
  max_length: 'max',
  max_items: 'max',
  max: 'max',
  min_length: 'min',
  min_items: 'min',
  min: 'min',
  item_max_length: 'each',
};

/** The judge's words for a bound, in ours: a lone maximum becomes a number. */
function inOurWords(judged: object): unknown {
  const entries: [string, unknown][] = Object.entries(judged);
  if (entries.every(([, value]) => typeof value === 'object' && value !== null)) {
    return Object.fromEntries(entries.map(([name, value]) => [name, inOurWords(Object(value))]));
  }
  const bound = Object.fromEntries(entries.map(([name, value]) => [OUR_WORD[name], value]));
  return Object.keys(bound).join() === 'max' ? bound.max : bound;
}

describe.skipIf(judges === undefined && skipReason('no judges/slack/block-limits.json'))('limits', () => {
  const judged = (judges === undefined ? {} : readJudge(judges, 'slack/block-limits.json')) as Record<string, object>;
  // data_visualization is not among the blocks the stand-in knows, so it keeps no limits for it.
  const { data_visualization: _, ...known } = judged;

  test.each(Object.entries(known))('%s are the ones Slack keeps', (name, limit) => {
    expect(limits[name as keyof typeof limits]).toEqual(inOurWords(limit));
  });

  test('every limit here is one the judge knows', () => {
    expect(Object.keys(limits).filter((name) => !(name in known))).toEqual([]);
  });
});
