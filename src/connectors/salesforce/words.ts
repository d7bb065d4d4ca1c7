/** "1 row", "41,250 rows". */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;

/** "A, B and C"; after `most` of them "and 4 more". */
export function listed(items: readonly string[], most = 3): string {
  const rest = items.length - most;
  const shown = rest > 0 ? [...items.slice(0, most), `${rest.toLocaleString('en-US')} more`] : items;
  return shown.length < 2 ? (shown[0] ?? 'none') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
