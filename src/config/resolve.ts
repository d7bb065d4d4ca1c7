import { below, type JsonSchema, knownSettings } from './json-schema.ts';
import { didYouMean } from './nearest.ts';
import { isSection } from './parse-yaml.ts';
import { isWithin, type Path, type Problem, spell } from './problem.ts';
import { isSecretSetting, looksLikeSecret, refusal } from './secrets.ts';

export type Env = Readonly<Record<string, string | undefined>>;

interface Resolving {
  env: Env;
  problems: Problem[];
  /** Sections whose references are left as they are: unknown ones, and those whose secrets this process must not hold. */
  left: readonly Path[];
}

const REFERENCE = /\$\{([^}]*)\}/g;
/** Capitals only, so that a secret put between the braces is not taken for a name and repeated. */
const VARIABLE = /^[A-Z_][A-Z0-9_]*$/;

/**
 * Walks the file beside its schema: replaces `${NAME}` from the environment, refuses secrets written out, names settings nobody knows.
 * Empty settings count as absent.
 */
export function resolve(value: unknown, schema: JsonSchema, resolving: Resolving): unknown {
  return walk(value, schema, [], resolving);
}

function walk(value: unknown, schema: JsonSchema | undefined, path: Path, resolving: Resolving): unknown {
  if (Array.isArray(value)) {
    return value.map((item, index) => walk(item, below(schema, index), [...path, index], resolving));
  }
  if (isSection(value)) return walkSection(value, schema, path, resolving);
  if (typeof value === 'string') return resolveText(value, schema, path, resolving);
  if (typeof value === 'number' && isSecret(schema, path)) resolving.problems.push({ path, what: refusal(path) });
  return value;
}

function walkSection(
  section: Record<string, unknown>,
  schema: JsonSchema | undefined,
  path: Path,
  resolving: Resolving,
): Record<string, unknown> {
  const known = knownSettings(schema);
  const resolved: [string, unknown][] = [];
  for (const [name, value] of Object.entries(section)) {
    const here = [...path, name];
    const isKnown = known?.includes(name) ?? true;
    if (!isKnown)
      resolving.problems.push({ path: here, what: `${unknown(path, known)}${didYouMean(name, known ?? [])}` });
    if (value === null) continue;
    const inside = isKnown ? resolving : { ...resolving, left: [...resolving.left, here] };
    resolved.push([name, walk(value, below(schema, name), here, inside)]);
  }
  return Object.fromEntries(resolved);
}

function unknown(path: Path, known: readonly string[] = []): string {
  if (spell(path) !== 'connectors') return 'is not a setting Cordon knows.';
  return `is not a connector Cordon has. Known: ${known.toSorted().join(', ') || 'none'}.`;
}

const isSecret = (schema: JsonSchema | undefined, path: Path): boolean =>
  schema?.writeOnly ?? (schema?.format !== 'uri' && isSecretSetting(path));

function resolveText(text: string, schema: JsonSchema | undefined, path: Path, resolving: Resolving): string {
  const { problems, env, left } = resolving;
  const whole = text.trim().match(/^\$\{[^}]*\}$/) !== null;
  if (!whole && ((isSecret(schema, path) && text !== '') || looksLikeSecret(text, path))) {
    problems.push({ path, what: refusal(path) });
    return text;
  }
  if (left.some((section) => isWithin(path, section))) return text;
  return (whole ? text.trim() : text).replaceAll(REFERENCE, (reference, name: string) => {
    const found = VARIABLE.test(name) ? env[name] : undefined;
    if (found) return found;
    const what = VARIABLE.test(name)
      ? `${name} is not set in the environment, or empty.`
      : `does not name an environment variable in capitals; write one like \${SLACK_BOT_TOKEN}.`;
    problems.push({ path, what });
    return reference;
  });
}
