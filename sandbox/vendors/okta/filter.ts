/** A condition on one object of the API. */
export type Condition = (subject: unknown) => boolean;

/** The expression cannot be read, or asks for what Okta does not filter by. */
export class BadFilter extends Error {
  readonly code: 'E0000053' | 'E0000031';

  constructor(code: 'E0000053' | 'E0000031', message: string) {
    super(message);
    this.code = code;
  }
}

const TOKENS = /\s*(?:([()])|"((?:[^"\\]|\\.)*)"|([^\s()"]+))/gy;

interface Token {
  kind: 'mark' | 'text' | 'word';
  value: string;
}

function tokensOf(expression: string): Token[] {
  const tokens: Token[] = [];
  TOKENS.lastIndex = 0;
  while (TOKENS.lastIndex < expression.trimEnd().length) {
    const found = TOKENS.exec(expression);
    if (!found) throw new BadFilter('E0000053', 'Invalid filter');
    const [, mark, text, word] = found;
    if (mark !== undefined) tokens.push({ kind: 'mark', value: mark });
    else if (text !== undefined) tokens.push({ kind: 'text', value: text.replaceAll(/\\(.)/g, '$1') });
    else tokens.push({ kind: 'word', value: word ?? '' });
  }
  return tokens;
}

/** Reads the part of SCIM's filter language (RFC 7644, section 3.4.2.2) that Cordon and its tests use. */
export function parseFilter(expression: string): Condition {
  const tokens = tokensOf(expression);
  const isWord = (word: string) => tokens[0]?.kind === 'word' && tokens[0].value.toLowerCase() === word;

  function either(): Condition {
    const options = [both()];
    while (isWord('or')) {
      tokens.shift();
      options.push(both());
    }
    return (subject) => options.some((option) => option(subject));
  }
  function both(): Condition {
    const parts = [single()];
    while (isWord('and')) {
      tokens.shift();
      parts.push(single());
    }
    return (subject) => parts.every((part) => part(subject));
  }
  function single(): Condition {
    const token = tokens.shift();
    if (token?.value === '(' && token.kind === 'mark') {
      const inner = either();
      if (tokens.shift()?.value !== ')') throw new BadFilter('E0000053', 'Unbalanced parentheses');
      return inner;
    }
    if (token?.kind !== 'word') throw new BadFilter('E0000053', 'Attribute expected');
    return comparison(token.value, tokens.shift(), tokens);
  }

  const condition = either();
  if (tokens.length > 0) throw new BadFilter('E0000053', `Unexpected ${tokens[0]?.value}`);
  return condition;
}

const COMPARE: Readonly<Record<string, (actual: string, wanted: string) => boolean>> = {
  eq: (actual, wanted) => actual === wanted,
  ne: (actual, wanted) => actual !== wanted,
  sw: (actual, wanted) => actual.startsWith(wanted),
  ew: (actual, wanted) => actual.endsWith(wanted),
  co: (actual, wanted) => actual.includes(wanted),
};

function comparison(path: string, operator: Token | undefined, tokens: Token[]): Condition {
  const name = operator?.kind === 'word' ? operator.value.toLowerCase() : '';
  if (path === 'published') throw new BadFilter('E0000031', 'published cannot be filtered; use since and until');
  if (name === 'co' && /^debugContext\.debugData\.(url|requestUri)$/.test(path)) {
    throw new BadFilter('E0000031', `co is not supported on ${path}`);
  }
  if (name === 'pr') return (subject) => valuesAt(subject, path.split('.')).length > 0;
  const compare = COMPARE[name];
  const wanted = tokens.shift();
  if (!compare || wanted?.kind !== 'text') throw new BadFilter('E0000053', `Cannot read the condition on ${path}`);
  return (subject) => valuesAt(subject, path.split('.')).some((actual) => compare(actual, wanted.value));
}

/** Every value at a path; a list on the way stands for each of its items. */
function valuesAt(subject: unknown, path: readonly string[]): string[] {
  if (Array.isArray(subject)) return subject.flatMap((item) => valuesAt(item, path));
  const [name, ...rest] = path;
  if (name === undefined) return subject === null || subject === undefined ? [] : [String(subject)];
  if (typeof subject !== 'object' || subject === null) return [];
  return valuesAt((subject as Record<string, unknown>)[name], rest);
}
