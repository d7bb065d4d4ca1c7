import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clip, count, escapeMrkdwn, foreign, moment, quoting } from '#src/slack/text.ts';
import { hostile } from './hostile-view.ts';
import { expectHarmless } from './rules.ts';

describe("somebody else's text", () => {
  test.each([
    ['Mara Ito', 'Mara Ito'],
    ['  Mara \n\t Ito ', 'Mara Ito'],
    ['My\u202E Ticket\u200b Portal', 'My Ticket Portal'],
    ['<!channel> <@U1>', '‹!channel› ‹[at]U1›'],
    ['<https://evil.example/a.b|ok>', '‹hxxps://evil[.]example/a[.]b|ok›'],
    ['HTTP://EVIL.example', 'HxxP://EVIL[.]example'],
    ['see mara.ito@mail.northwind.example, now', 'see mara.ito[at]mail[.]northwind[.]example, now'],
    ['v1.2.3 costs 4.50', 'v1.2.3 costs 4.50'],
    ['\u200b\u2066', ''],
    ['Zoë Brontë · 日本語', 'Zoë Brontë · 日本語'],
  ])('%j is shown as %j', (text, shown) => {
    expect(foreign(text)).toBe(shown);
  });

  test('whatever it is, it is harmless and not too long; harmless text stays what it is', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 5, max: 400 }), (text, max) => {
        const shown = foreign(text, max);
        expectHarmless(shown);
        expect(shown).not.toMatch(/[<>\n]/);
        expect(shown.length).toBeLessThanOrEqual(max);
        expect(shown.isWellFormed()).toBe(true);
        if (!shown.endsWith('…')) expect(foreign(shown, max * 2)).toBe(shown);
      }),
    );
  });

  test('a million characters take no time worth speaking of', () => {
    for (const text of ['x'.repeat(1_000_000), 'x@'.repeat(500_000), 'http://'.repeat(150_000)]) {
      const started = performance.now();
      foreign(text);
      quoting(text);
      expect(performance.now() - started).toBeLessThan(10_000);
    }
  });
});

test('clip says that it cut, and never cuts a character in two', () => {
  expect(clip('abc', 3)).toBe('abc');
  expect(clip('abcd', 3)).toBe('ab…');
  expect(clip('ab cd', 4)).toBe('ab…');
  expect(clip('😀😀😀', 4)).toBe('😀…');
  expect(clip('😀😀', 4)).toBe('😀😀');
});

test('what mrkdwn would read as markup is escaped', () => {
  expect(escapeMrkdwn('a & b <!channel> *c*')).toBe('a &amp; b &lt;!channel&gt; \u2060*\u2060c\u2060*\u2060');
  expect(quoting('"*x* <@U1>" is open. <@U0DEMO0001> can.')).toBe(
    '"\u2060*\u2060x\u2060*\u2060 &lt;[at]U1&gt;" is open. <@U0DEMO0001> can.',
  );
});

test('moments and numbers', () => {
  expect(moment('2026-11-22T09:20:00.000Z')).toBe('<!date^1795339200^{time}|09:20 UTC>');
  expect(moment('2026-99-99T99:99Z')).toBe('2026-99-99T99:99Z');
  expect([count(1, 'session'), count(3, 'session'), count(41_250, 'row'), count(0, 'reply', 'replies')]).toEqual([
    '1 session',
    '3 sessions',
    '41,250 rows',
    '0 replies',
  ]);
});
