import type { Path, Problem } from './problem.ts';
import { SourceAuth } from './source-auth.ts';

const KNOWN_SECRETS = [
  /xox[a-z]-[\w-]{8,}/,
  /xapp-[\w-]{8,}/,
  /whsec_[\w+/=-]{8,}/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}/,
  /\b(ghp|gho|ghs|github_pat)_\w{20,}/,
  /\b[sr]k_live_\w{10,}/,
  /\bAKIA[A-Z0-9]{16}\b/,
  /:\/\/[^\s/:@]+:[^\s/@]+@/,
];
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Settings that are secret by their name, whatever connector they belong to. */
const SECRET_NAME = /(secret|token|password|passphrase|private_?key|api_?key)s?$/i;
/** Long and random, yet public: client ids, key ids, consumer keys. */
const PUBLIC_NAME = /(id|consumer_?key|thumbprint)$/i;
const LEAST_LENGTH = 32;
const LEAST_BITS_PER_CHARACTER = 3.5;

const isKnownSecret = (text: string): boolean => KNOWN_SECRETS.some((pattern) => pattern.test(text));

/** The last net under every message: whatever has a known secret's form is blotted out. */
export const blot = (line: string): string =>
  KNOWN_SECRETS.reduce((rest, pattern) => rest.replaceAll(new RegExp(pattern, 'g'), '…'), line);

/** Secrets that somebody commented out; they are in the file all the same. */
export function secretsInComments(text: string): Problem[] {
  return text.split('\n').flatMap((line, index) => {
    const comment = line.match(/(?:^|\s)#(.*)$/)?.[1] ?? '';
    if (!isKnownSecret(comment)) return [];
    return [
      {
        path: [],
        what: `line ${index + 1}: a comment holds what looks like a secret. Take it out, and renew it where it was issued.`,
      },
    ];
  });
}

/** The setting a value belongs to: in a list, the list's. */
const settingOf = (path: Path): string => path.findLast((part) => typeof part === 'string') ?? '';

export const isSecretSetting = (path: Path): boolean => SECRET_NAME.test(settingOf(path));

/** True for literal text that must not stand in a file: a known token format, or a long random-looking word. */
export function looksLikeSecret(text: string, path: Path): boolean {
  if (isKnownSecret(text)) return true;
  if (PUBLIC_NAME.test(settingOf(path)) || UUID.test(text)) return false;
  return (
    text.length >= LEAST_LENGTH &&
    /^[\w+/=-]+$/.test(text) &&
    /\d/.test(text) &&
    /[A-Za-z]/.test(text) &&
    bitsPerCharacter(text) >= LEAST_BITS_PER_CHARACTER
  );
}

function bitsPerCharacter(text: string): number {
  const counts = new Map<string, number>();
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  return counts.values().reduce((bits, count) => bits - (count / text.length) * Math.log2(count / text.length), 0);
}

const STRUCTURE: ReadonlySet<string | number> = new Set([
  'sources',
  'connectors',
  'auth',
  ...Object.keys(SourceAuth.shape),
]);
const SOURCE_SECRETS = new Set(['secrets', 'values', 'tokens', 'passwords', 'client_secrets']);

/** The environment variable to propose for a setting: `slack.bot_token` → `SLACK_BOT_TOKEN`, `sources.splunk…` → `SPLUNK_SECRET`. */
export function variableFor(path: Path): string {
  const words = path.flatMap((part, index) => {
    if (typeof part === 'number') return part === 0 ? [] : [String(part + 1)];
    if (index !== 1 && STRUCTURE.has(part)) return [];
    return [SOURCE_SECRETS.has(part) ? 'secret' : part];
  });
  return words.join('_').toUpperCase().replaceAll(/\W/g, '_');
}

export const refusal = (path: Path): string =>
  `looks like a secret. Put it in the environment and write \${${variableFor(path)}} here.`;
