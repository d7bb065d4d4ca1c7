import type { Body } from './bodies.ts';

interface Condition {
  field: string;
  operator: string;
  values: string[];
}

interface Statement {
  count: boolean;
  entity: string;
  conditions: Condition[];
  order: { field: string; descending: boolean } | undefined;
  start: number;
  most: number;
}

const STATEMENT =
  /^select\s+(\*|count\(\*\))\s+from\s+(\w+)(?:\s+where\s+(.+?))?(?:\s+order\s?by\s+([\w.]+)(?:\s+(asc|desc))?)?(?:\s+startposition\s+(\d+))?(?:\s+maxresults\s+(\d+))?\s*$/i;
const TEXT = String.raw`'(?:\\.|[^'\\])*'`;
const CONDITION = new RegExp(
  String.raw`^\s*([\w.]+)\s*(<=|>=|=|<|>|in\b|like\b)\s*(${TEXT}|\([^)]*\)|[\w.-]+)\s*(?:\band\b|$)`,
  'i',
);
const MOST_ROWS = 1000;

/** Parses the one-entity, AND-only language QuickBooks has; undefined for anything else. */
export function parseStatement(text: string): Statement | undefined {
  const [, what = '', entity = '', where, field, direction, start = '1', most = '100'] = text.match(STATEMENT) ?? [];
  const conditions = where === undefined ? [] : parseConditions(where);
  if (entity === '' || !conditions || Number(start) < 1 || Number(most) > MOST_ROWS) return undefined;
  const order = field === undefined ? undefined : { field, descending: direction?.toLowerCase() === 'desc' };
  return { count: what !== '*', entity, conditions, order, start: Number(start), most: Number(most) };
}

function parseConditions(where: string): Condition[] | undefined {
  const conditions: Condition[] = [];
  for (let rest = where; rest.trim() !== ''; ) {
    const [whole, field = '', operator = '', value = ''] = rest.match(CONDITION) ?? [];
    if (whole === undefined) return undefined;
    const texts = value.match(new RegExp(TEXT, 'g'))?.map((text) => text.slice(1, -1).replace(/\\(.)/g, '$1'));
    const plain = value.replace(/[()\s]/g, '').split(',');
    conditions.push({ field, operator: operator.toLowerCase(), values: texts ?? plain });
    rest = rest.slice(whole.length);
  }
  return conditions;
}

/** The rows a statement asks for, and how many there are before paging. Names that are inactive stay hidden unless asked for. */
export function select(
  rows: readonly Body[],
  { conditions, order, start, most }: Statement,
): { page: Body[]; total: number } {
  const asksForActive = conditions.some(({ field }) => field.toLowerCase() === 'active');
  const found = rows
    .filter((row) => asksForActive || row.Active !== false)
    .filter((row) => conditions.every((condition) => holds(row, condition)));
  if (order) found.sort((a, b) => compare(read(a, order.field), read(b, order.field)) * (order.descending ? -1 : 1));
  return { page: found.slice(start - 1, start - 1 + most), total: found.length };
}

function holds(row: Body, { field, operator, values }: Condition): boolean {
  const held = read(row, field);
  const [wanted = ''] = values;
  if (operator === 'in') return values.includes(held);
  if (operator === 'like') return like(wanted).test(held);
  const order = compare(held, wanted);
  const meanings: Record<string, boolean> = {
    '=': order === 0,
    '<': order < 0,
    '>': order > 0,
    '<=': order <= 0,
    '>=': order >= 0,
  };
  return meanings[operator] ?? false;
}

/** A field by its path; of a reference, its value. */
function read(row: Body, path: string): string {
  const value = path.split('.').reduce<unknown>((inner, name) => (isBody(inner) ? inner[name] : undefined), row);
  return String((isBody(value) ? value.value : value) ?? '');
}

const isBody = (value: unknown): value is Body => typeof value === 'object' && value !== null;

function compare(a: string, b: string): number {
  const [left, right] = [a, b].map((text) =>
    /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text.includes('T') ? Date.parse(text) : Number.NaN,
  );
  if (left !== undefined && right !== undefined && !Number.isNaN(left) && !Number.isNaN(right)) return left - right;
  return a < b ? -1 : Number(a > b);
}

const like = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .split('%')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
    'i',
  );
