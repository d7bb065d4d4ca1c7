import type { Notes } from './notes.ts';

const TECHNIQUE = /^T\d{4}(\.\d{3})?$/;
const ANALYTIC = /\bAN\d{4}\b/;

/** The ATT&CK technique ids among what was sent, each once. */
export function readTechniques(sent: readonly string[], notes: Notes): string[] {
  const ids = sent.map((id) => id.trim().toUpperCase()).filter((id) => TECHNIQUE.test(id));
  if (ids.length < sent.length) notes.add('Techniques that are no ATT&CK ids were left out.');
  return [...new Set(ids)];
}

/** The ATT&CK analytic ids named in some words, each once. */
export const readAnalytics = (words: readonly (string | undefined)[]): string[] => [
  ...new Set(words.flatMap((word) => word?.slice(0, 200).match(ANALYTIC)?.[0] ?? [])),
];
