const PERSONAL =
  /^(first|last|middle)?name$|e_?mail|phone|mobile|fax|birth|street|city|postal|address|passport|ssn|socialsecurity|nationalid|iban|salary/i;
/** On these objects `Name` is a person's. */
const PEOPLE = /\b(Contact|Lead|User|Individual)\b/;

/** The fields of a person that a SOQL text selects, as it names them; FIELDS(…) stands for all of them. */
export function personalFieldsOf(query: string, object: string): string[] {
  const selected = query.match(/\bSELECT\s+(.+?)\s+FROM\b/is)?.[1] ?? '';
  const all = [...selected.matchAll(/\bFIELDS\s*\(\s*(\w+)\s*\)/gi)].map(
    (match) => `FIELDS(${match[1]?.toUpperCase()})`,
  );
  const named = selected
    .split(',')
    .map((field) => field.trim().split('.').at(-1) ?? '')
    .filter((field) => PERSONAL.test(field) && (field.toLowerCase() !== 'name' || PEOPLE.test(object)));
  return [...new Set([...all, ...named])];
}
