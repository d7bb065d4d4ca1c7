import { contentUid } from '../fingerprint.ts';
import { grouped, type Notes } from './notes.ts';

/** Lengths in characters, so that one field cannot fill a card or a row. */
export const LONGEST = { title: 200, message: 2_000, name: 200, id: 300, word: 80, link: 2_000 } as const;

const WHITESPACE = /[\s\u0085]+/gu;
/** Control and format characters: escape codes, text-direction overrides, invisible marks. The two joiners are letters' business. */
const UNSHOWABLE = /(?![\u200c\u200d])[\p{Cc}\p{Cf}]/gu;

/** Most text is plain: single spaces between printable ASCII. What is, needs nothing done to it. */
const PLAIN = /^(?:[!-~]+(?: [!-~]+)*)?$/;

/** A stranger's text on one line, with nothing in it that changes how the rest is shown; at most `longest` characters, all whole. */
export const tame = (value: string, longest: number): string =>
  value.length <= longest && PLAIN.test(value) ? value : cleaned(value, longest);

const cleaned = (value: string, longest: number): string =>
  value
    .slice(0, longest)
    .replace(/[\ud800-\udbff]$/, '')
    .toWellFormed()
    .replaceAll(WHITESPACE, ' ')
    .replaceAll(UNSHOWABLE, '')
    .trim();

/**
 * Text a stranger wrote, made fit to be shown, with notes on what was done to it; `called` names the field there. Undefined when nothing is
 * left.
 */
export function showable(value: string | undefined, longest: number, called: string, notes: Notes): string | undefined {
  if (value === undefined) return undefined;
  if (value.length <= longest && PLAIN.test(value)) return value || undefined;
  if (value.length > longest) {
    notes.add(`The ${called} was ${grouped(value.length)} characters long; the first ${grouped(longest)} are kept.`);
  }
  if (value.slice(0, longest).replaceAll(WHITESPACE, ' ').search(UNSHOWABLE) !== -1) {
    notes.add(`Control or text-direction characters were taken out of the ${called}.`);
  }
  return tame(value, longest) || undefined;
}

/** An id that queries will use: kept exactly, or not at all, since a shortened id is somebody else's. */
export function identifier(value: string | undefined, called: string, notes: Notes): string | undefined {
  const trimmed = value?.trim();
  if (!trimmed) return undefined;
  if (isPlain(trimmed)) return trimmed;
  notes.add(`The ${called} was left out: it is longer than ${LONGEST.id} characters or holds characters no id has.`);
  return undefined;
}

const isPlain = (value: string): boolean =>
  value.length <= LONGEST.id && (PLAIN.test(value) || (value.isWellFormed() && value.search(UNSHOWABLE) === -1));

/** The sender's id of a finding, kept apart even where it cannot be shown. */
export const senderUid = (value: string): string => (isPlain(value) ? value : contentUid(value));

/** A web address a person may follow; never fetched by Cordon. */
export function link(value: string | undefined, notes: Notes): string | undefined {
  if (value === undefined || value.trim() === '') return undefined;
  const url = URL.parse(value.trim());
  const followable =
    url && /^https?:$/.test(url.protocol) && url.username + url.password === '' && url.href.length <= LONGEST.link;
  if (!followable) notes.add("The sender's link was left out: it is not a plain web address.");
  return followable ? url.href : undefined;
}

const EMAIL = /^[^\s@<>,;:"()[\]\\|*`]{1,64}@[^\s@<>,;:"()[\]\\|*`]+\.[^\s@<>,;:"()[\]\\|*`]+$/u;

/** An e-mail address in small letters, or nothing. */
export function emailAddress(value: string | undefined): string | undefined {
  const trimmed = value?.trim().toLowerCase();
  return trimmed && trimmed.length <= 254 && isPlain(trimmed) && EMAIL.test(trimmed) ? trimmed : undefined;
}
