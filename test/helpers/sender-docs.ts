import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import type { Source } from '#src/config/schema.ts';
import type { SourceAuth } from '#src/config/source-auth.ts';
import { exampleEnv, exampleText, load } from '#test/src/config/example.ts';
import { kindOf } from './sign-delivery.ts';

/** What a page under docs/senders tells people to paste: the source for cordon.yaml, and whole bodies. */
export interface SenderDoc {
  sources: readonly string[];
  bodies: readonly string[];
}

const blocks = (text: string, language: string): string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, block = '']) =>
    block.trim(),
  );

export function readSenderDoc(id: string): SenderDoc {
  const text = readFileSync(new URL(`../../docs/senders/${id}.md`, import.meta.url), 'utf8');
  return { sources: blocks(text, 'yaml'), bodies: blocks(text, 'json') };
}

/** A secret for a variable that is in the form its kind of authentication asks for. */
export const secretFor = (kind: string, name: string): string =>
  kind === 'standard_webhooks'
    ? `whsec_${createHash('sha256').update(name).digest('base64')}`
    : `the-value-of-${name.toLowerCase()}`;

const LIVE = ['secrets', 'values', 'tokens', 'passwords', 'client_secrets'];

/** Where the secrets stand, whatever they are called. */
const settingsOf = (auth: SourceAuth): Record<string, unknown> => Object(auth[kindOf(auth) as keyof SourceAuth]);

export interface DocumentedSource {
  /** As the page has it. */
  asWritten: Source;
  /** In the middle of a change of secrets, and reachable from this machine. */
  rotating: Source;
}

/** The one source of a snippet, read the way Cordon reads cordon.yaml at its start. */
export function readDocumentedSource(snippet: string): DocumentedSource {
  const { sources } = parse(snippet) as { sources: Record<string, { auth: SourceAuth }> };
  const [written, ...more] = Object.values(sources);
  if (!written || more.length > 0) throw new Error('The snippet must hold one source.');
  const rotating = structuredClone(written);
  const settings = settingsOf(rotating.auth);
  for (const [name, values] of Object.entries(settings)) {
    if (LIVE.includes(name)) settings[name] = [values, `\${CORDON_TEST_OLD}`].flat();
  }
  if ('allow_from' in settings) settings.allow_from = ['127.0.0.0/8', '::1'];
  return { asWritten: loadSource(written), rotating: loadSource(rotating) };
}

function loadSource(source: { auth: SourceAuth }): Source {
  const kind = kindOf(source.auth);
  const text = stringify({ ...parse(exampleText), sources: { documented: source } });
  const names = [...text.matchAll(/\$\{([A-Z_][A-Z0-9_]*)\}/g)].map(([, name = '']) => name);
  const env = Object.fromEntries(names.map((name) => [name, secretFor(kind, name)]));
  const { documented } = load(text, { ...env, ...exampleEnv }).sources;
  if (!documented) throw new Error('unreachable');
  return documented;
}

/** The same JSON with the keys of every object the other way round. */
export const reordered = (text: string): string => JSON.stringify(reverseKeys(JSON.parse(text)));

function reverseKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reverseKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inner]) => [key, reverseKeys(inner)]),
  );
}
