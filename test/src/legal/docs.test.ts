import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { REGIMES } from '#src/config/legal.ts';
import { lengthWords } from '#src/legal/deadlines.ts';
import { regimes } from '#src/legal/regimes.ts';

const text = readFileSync(new URL('../../../docs/legal.md', import.meta.url), 'utf8');

/** The cells of every row under a heading. */
function tableUnder(heading: string): string[][] {
  const part = text.split(`### ${heading}\n`)[1]?.split('\n#')[0] ?? '';
  const rows = part.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

test('docs/legal.md has every regime as the data has it', () => {
  expect(tableUnder('Regimes')).toEqual(
    REGIMES.map((id) => {
      const { name, told, zone, source } = regimes[id];
      return [`\`${id}\``, name, told, zone, source];
    }),
  );
});

test('and every clock', () => {
  const from = (start: string | { clock: string }) => (typeof start === 'object' ? `clock \`${start.clock}\`` : start);
  expect(tableUnder('Clocks')).toEqual(
    REGIMES.flatMap((id) =>
      regimes[id].clocks.map((clock) => [
        `\`${id}\``,
        `\`${clock.id}\``,
        clock.what,
        lengthWords(clock.length),
        from(clock.from),
        clock.starts,
        clock.status,
        clock.note ?? '',
      ]),
    ),
  );
});
