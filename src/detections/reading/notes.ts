/** Collects what a reader should know about how a detection was read; each sentence once. */
export interface Notes {
  add(sentence: string): void;
  list(): string[];
}

const MOST_NOTES = 30;

export function createNotes(first: readonly string[] = []): Notes {
  const sentences = new Set(first);
  return {
    add: (sentence) => void (sentences.size < MOST_NOTES && sentences.add(sentence)),
    list: () => [...sentences],
  };
}

const english = new Intl.NumberFormat('en');

/** 41,250 */
export const grouped = (number: number): string => english.format(number);
