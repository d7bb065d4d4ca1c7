import { expect, test } from 'vitest';
import { createNotes } from '#src/detections/reading/notes.ts';
import { readTime } from '#src/detections/reading/time.ts';
import { receivedAt } from '../senders/finding.ts';

const RECEIVED = receivedAt.toISOString();

test.each([
  ['milliseconds', 1_795_335_000_123, undefined, '2026-11-22T08:10:00.123Z', undefined, []],
  ['milliseconds as text', '1795335000123', undefined, '2026-11-22T08:10:00.123Z', undefined, []],
  [
    'seconds',
    1_795_335_000,
    undefined,
    '2026-11-22T08:10:00.000Z',
    '1795335000',
    ["The sender's time was in seconds; read as 2026-11-22 08:10 UTC."],
  ],
  [
    'microseconds',
    1_795_335_000_123_456,
    undefined,
    '2026-11-22T08:10:00.123Z',
    '1795335000123456',
    ["The sender's time was in microseconds; read as 2026-11-22 08:10 UTC."],
  ],
  [
    'nanoseconds',
    '1795335000123456789',
    undefined,
    '2026-11-22T08:10:00.123Z',
    '1795335000123456789',
    ["The sender's time was in nanoseconds; read as 2026-11-22 08:10 UTC."],
  ],
  ['a finer text', 1_795_335_000_000, '2026-11-22T08:10:00.250Z', '2026-11-22T08:10:00.250Z', undefined, []],
  ['text alone, with a zone', undefined, '2026-11-22T09:10:00+01:00', '2026-11-22T08:10:00.000Z', undefined, []],
  [
    'text without a zone',
    undefined,
    '2026-11-22 08:10:00',
    '2026-11-22T08:10:00.000Z',
    '2026-11-22 08:10:00',
    ["The sender's time has no zone; read as 2026-11-22 08:10 UTC."],
  ],
  [
    'two plausible times',
    1_795_335_000_000,
    '2026-11-22T07:10:00Z',
    '2026-11-22T08:10:00.000Z',
    undefined,
    ['The sender gives two times, 2026-11-22 08:10 UTC and 2026-11-22 07:10 UTC; the first is used.'],
  ],
  ['a clock two minutes ahead', 1_795_335_420_000, undefined, '2026-11-22T08:17:00.000Z', undefined, []],
  [
    'a day ahead',
    1_795_421_400_000,
    undefined,
    RECEIVED,
    '1795421400000',
    ["The sender's time, 2026-11-23 08:10 UTC, cannot be right; the time of receipt is used."],
  ],
  [
    'a day ahead with a good text',
    1_795_421_400_000,
    '2026-11-22T08:10:00Z',
    '2026-11-22T08:10:00.000Z',
    undefined,
    [],
  ],
  [
    'the year 1970',
    12,
    undefined,
    RECEIVED,
    '12',
    ["The sender's time, 1970-01-01 00:00 UTC, cannot be right; the time of receipt is used."],
  ],
  [
    'nothing',
    undefined,
    undefined,
    RECEIVED,
    undefined,
    ['The sender gave no readable time; the time of receipt is used.'],
  ],
  [
    'words',
    'yesterday',
    undefined,
    RECEIVED,
    'yesterday',
    ['The sender gave no readable time; the time of receipt is used.'],
  ],
  [
    'a number beyond any calendar',
    1e300,
    undefined,
    RECEIVED,
    '1e+300',
    ['The sender gave no readable time; the time of receipt is used.'],
  ],
  [
    'a day that does not exist',
    '2026-13-41T00:00:00Z',
    undefined,
    RECEIVED,
    '2026-13-41T00:00:00Z',
    ['The sender gave no readable time; the time of receipt is used.'],
  ],
])('%s', (_what, time, text, occurredAt, originalTime, notes) => {
  const collected = createNotes();
  expect(readTime({ time, text }, receivedAt, collected)).toEqual({ occurredAt, originalTime });
  expect(collected.list()).toEqual(notes);
});
