/** How many slips turn one word into the other: letters added, dropped, changed, or two neighbours swapped. */
function slips(from: string, to: string): number {
  let older: number[] = [];
  let old: number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i += 1) {
    [older, old, row] = [old, row, [i]];
    for (let j = 1; j <= to.length; j += 1) {
      const changed = at(old, j - 1) + (from[i - 1] === to[j - 1] ? 0 : 1);
      const swapped = i > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1] ? at(older, j - 2) + 1 : changed;
      row.push(Math.min(changed, swapped, at(old, j) + 1, at(row, j - 1) + 1));
    }
  }
  return at(row, to.length);
}

const at = (row: readonly number[], index: number): number => row[index] ?? Number.POSITIVE_INFINITY;

const plain = (word: string): string => word.toLowerCase().replaceAll(/[-_ ]/g, '');

/** The known word somebody probably meant, when one is close enough. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((candidate) => ({ candidate, away: slips(plain(word), plain(candidate)) }))
    .sort((a, b) => a.away - b.away);
  return best && best.away <= Math.max(1, Math.floor(best.candidate.length / 3)) ? best.candidate : undefined;
}

/** " Did you mean NAME?", or nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  const best = nearest(word.slice(0, 100), known);
  return best === undefined ? '' : ` Did you mean ${best}?`;
}
