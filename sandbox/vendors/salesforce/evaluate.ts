import { SoqlRefusal } from './answers.ts';
import { type Asking, objects, type RecordRow, type SalesforceObject, type Value } from './objects.ts';
import type { Condition, Literal, Statement } from './soql.ts';

/** The rows a statement asks for, before paging. Throws SoqlRefusal where Salesforce would refuse it. */
export function evaluate(
  statement: Statement,
  asking: Asking,
): { object: SalesforceObject; rows: readonly RecordRow[] } {
  const object = objectFor(statement.object, asking);
  checkFilters(statement, object);
  const all = object.rows(asking);
  const known = new Set(all.flatMap((row) => Object.keys(row)));
  const named = statement.fields === 'count' ? [] : statement.fields;
  const used = [...named, ...statement.where.map(({ field }) => field), ...statement.orderBy.map(({ field }) => field)];
  const unknown = all.length === 0 ? undefined : used.find((field) => !known.has(field));
  if (unknown !== undefined) {
    throw new SoqlRefusal('INVALID_FIELD', `No such column '${unknown}' on entity '${statement.object}'.`);
  }
  const matching = all.filter((row) => statement.where.every((condition) => matches(row, condition)));
  const sorted = matching.toSorted((one, other) => compareRows(one, other, statement.orderBy));
  return { object, rows: sorted.slice(0, statement.limit) };
}

function objectFor(name: string, { state }: Asking): SalesforceObject {
  const object = objects[name];
  if (object && (!object.needsEventMonitoring || state.licensed.eventMonitoring)) return object;
  throw new SoqlRefusal('INVALID_TYPE', `sObject type '${name}' is not supported.`);
}

function checkFilters(
  { where, orderBy, object: name }: Statement,
  { onlyFilterable, unfilterable }: SalesforceObject,
): void {
  for (const { field } of [...where, ...orderBy]) {
    if (unfilterable?.includes(field) || (onlyFilterable && !onlyFilterable.includes(field))) {
      throw new SoqlRefusal('INVALID_FIELD', `field '${field}' can not be filtered in a query call on ${name}`);
    }
  }
}

function matches(row: RecordRow, { field, operator, values }: Condition): boolean {
  const value = row[field] ?? null;
  if (operator === 'IN') return values.some((wanted) => isEqual(value, wanted));
  const wanted = values[0] ?? null;
  if (operator === '=') return isEqual(value, wanted);
  if (operator === '!=') return !isEqual(value, wanted);
  if (value === null || wanted === null) return false;
  const difference = order(value, wanted);
  if (operator === '<') return difference < 0;
  if (operator === '<=') return difference <= 0;
  return operator === '>' ? difference > 0 : difference >= 0;
}

const RECORD_ID = /^[A-Za-z0-9]{15}([A-Za-z0-9]{3})?$/;

function isEqual(value: Value, wanted: Literal): boolean {
  if (typeof value === 'string' && typeof wanted === 'string') {
    const areIds = RECORD_ID.test(value) && RECORD_ID.test(wanted);
    return areIds ? value.slice(0, 15) === wanted.slice(0, 15) : value.toLowerCase() === wanted.toLowerCase();
  }
  return wanted instanceof Date ? order(value, wanted) === 0 : value === wanted;
}

function order(value: Value, wanted: Literal): number {
  if (wanted instanceof Date) return Date.parse(String(value)) - wanted.getTime();
  if (typeof value === 'number' && typeof wanted === 'number') return value - wanted;
  return String(value).localeCompare(String(wanted));
}

function compareRows(one: RecordRow, other: RecordRow, by: Statement['orderBy']): number {
  for (const { field, descending } of by) {
    const difference = order(one[field] ?? '', other[field] ?? '');
    if (difference !== 0) return descending ? -difference : difference;
  }
  return 0;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

/** A record as the REST API writes it: nested relationships, `+0000` in times, and its attributes. */
export function written(row: RecordRow, fields: readonly string[], object: string): Record<string, unknown> {
  const record: Record<string, unknown> = { attributes: { type: object } };
  for (const field of fields) place(record, field.split('.'), row[field] ?? null);
  return record;
}

function place(record: Record<string, unknown>, [first = '', ...rest]: readonly string[], value: Value): void {
  if (rest.length === 0) {
    record[first] = typeof value === 'string' && INSTANT.test(value) ? value.replace('Z', '+0000') : value;
    return;
  }
  if (value === null) {
    record[first] ??= null;
    return;
  }
  const related = { ...(record[first] as Record<string, unknown> | null | undefined) };
  place(related, rest, value);
  record[first] = related;
}
