/** SOQL text, whole or a part of it. Only `soql` makes it, so that no value reaches Salesforce unescaped. */
export interface Soql {
  readonly text: string;
}

/** Builds a statement: strings become quoted literals, dates become datetime literals, parts go in as they are. */
export function soql(parts: TemplateStringsArray, ...values: readonly (string | Date | Soql)[]): Soql {
  const text = parts.reduce((whole, part, index) => whole + literal(values[index - 1]) + part);
  return { text: text.replace(/\s*\n\s*/g, ' ').trim() };
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

function literal(value: string | Date | Soql | undefined): string {
  if (value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'object') return value.text;
  return `'${value.replace(/[\\'\n\r\t]/g, (character) => ESCAPES[character] ?? character)}'`;
}
