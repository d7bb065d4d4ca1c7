import { SoqlRefusal } from './answers.ts';

export type Literal = string | number | boolean | null | Date;
export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'IN';

export interface Condition {
  field: string;
  operator: Operator;
  values: readonly Literal[];
}

export interface Statement {
  /** 'count' for SELECT COUNT(). */
  fields: readonly string[] | 'count';
  object: string;
  where: readonly Condition[];
  orderBy: readonly { field: string; descending: boolean }[];
  limit: number | undefined;
}

const TOKEN =
  /\s*(?:('(?:[^'\\]|\\.)*')|(\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:?\d{2}))|(-?\d+(?:\.\d+)?)|([A-Za-z_][\w.]*)|(<=|>=|!=|<>|[=<>(),]))/y;

/** Reads the SOQL that Cordon speaks and its near relations; everything else is MALFORMED_QUERY. */
export function parseSoql(text: string): Statement {
  const reader = createReader(tokenise(text));
  reader.keyword('SELECT');
  const fields = readFields(reader);
  reader.keyword('FROM');
  const object = reader.name();
  const where: Condition[] = [];
  if (reader.mayBe('WHERE')) {
    do where.push(readCondition(reader));
    while (reader.mayBe('AND'));
  }
  const orderBy = readOrder(reader);
  const limit = reader.mayBe('LIMIT') ? Number(reader.next()) : undefined;
  if (!reader.ended()) throw unexpected(reader.next());
  if (limit !== undefined && !Number.isInteger(limit)) throw unexpected('LIMIT');
  return { fields, object, where, orderBy, limit };
}

const unexpected = (token: string): SoqlRefusal => new SoqlRefusal('MALFORMED_QUERY', `unexpected token: '${token}'`);

function tokenise(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) throw unexpected(text.slice(from).trim().slice(0, 20));
    tokens.push(match[0].trim());
  }
  return tokens;
}

type Reader = ReturnType<typeof createReader>;

function createReader(tokens: readonly string[]) {
  let position = 0;
  const peek = () => tokens[position];
  const next = () => {
    const token = tokens[position];
    if (token === undefined) throw unexpected('<EOF>');
    position += 1;
    return token;
  };
  const mayBe = (word: string) => {
    if (peek()?.toUpperCase() !== word) return false;
    position += 1;
    return true;
  };
  return {
    next,
    mayBe,
    ended: () => position >= tokens.length,
    keyword(word: string) {
      if (!mayBe(word)) throw unexpected(peek() ?? '<EOF>');
    },
    name() {
      const token = next();
      if (!/^[A-Za-z_][\w.]*$/.test(token)) throw unexpected(token);
      return token;
    },
  };
}

function readFields(reader: Reader): Statement['fields'] {
  const first = reader.name();
  if (first.toUpperCase() === 'COUNT' && reader.mayBe('(')) {
    reader.keyword(')');
    return 'count';
  }
  const fields = [first];
  while (reader.mayBe(',')) fields.push(reader.name());
  return fields;
}

function readCondition(reader: Reader): Condition {
  const field = reader.name();
  if (reader.mayBe('IN')) {
    reader.keyword('(');
    const values = [readLiteral(reader.next())];
    while (reader.mayBe(',')) values.push(readLiteral(reader.next()));
    reader.keyword(')');
    return { field, operator: 'IN', values };
  }
  const token = reader.next();
  const operator = token === '<>' ? '!=' : token;
  if (!isComparison(operator)) throw unexpected(token);
  return { field, operator, values: [readLiteral(reader.next())] };
}

const isComparison = (token: string): token is Operator => ['=', '!=', '<', '<=', '>', '>='].includes(token);

function readOrder(reader: Reader): Statement['orderBy'] {
  if (!reader.mayBe('ORDER')) return [];
  reader.keyword('BY');
  const order: { field: string; descending: boolean }[] = [];
  do {
    const field = reader.name();
    const descending = reader.mayBe('DESC');
    if (!descending) reader.mayBe('ASC');
    order.push({ field, descending });
  } while (reader.mayBe(','));
  return order;
}

const UNESCAPED: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function readLiteral(token: string): Literal {
  if (token.startsWith("'")) {
    return token.slice(1, -1).replace(/\\(.)/g, (_, character: string) => UNESCAPED[character] ?? character);
  }
  if (/^\d{4}-/.test(token)) return new Date(token);
  if (/^-?\d/.test(token)) return Number(token);
  const word = token.toLowerCase();
  if (word === 'true' || word === 'false') return word === 'true';
  if (word === 'null') return null;
  throw unexpected(token);
}
