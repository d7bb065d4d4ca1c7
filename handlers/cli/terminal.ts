/** Text in which nothing is left that a terminal would obey or that changes the order of what is read; JSON stays JSON. */
export const harmless = (text: string): string =>
  text.replaceAll(/(?![\n\u200c\u200d])[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) =>
    Array.from({ length: character.length }, (_, at) => escaped(character.charCodeAt(at))).join(''),
  );

const escaped = (unit: number): string => `\\u${unit.toString(16).padStart(4, '0')}`;

/** The beginning of a text, whole lines where it has several; `cut` when there is more. */
export function beginning(text: string, longest: number): { text: string; cut: boolean } {
  if (text.length <= longest) return { text, cut: false };
  const lastLine = text.lastIndexOf('\n', longest);
  return { text: text.slice(0, lastLine > 0 ? lastLine : longest).replace(/[\ud800-\udbff]$/, ''), cut: true };
}
