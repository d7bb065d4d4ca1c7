import type { Mapping } from '../../../config/mapping.ts';
import type { Place } from '../../../config/mapping-place.ts';
import type { SentFinding } from '../../reading/read-finding.ts';
import { severityOf } from '../../reading/severity.ts';
import type { Reader } from './reader.ts';

type Table<Word extends string> = Readonly<Record<string, Word>> | undefined;

/** What the sender's value means by its table. Without a table the sender is taken to use Cordon's words. */
function translate<Word extends string>(
  reader: Reader,
  place: Place | undefined,
  table: Table<Word>,
): string | undefined {
  const word = reader.text(place);
  if (word === undefined || !table || (place && 'value' in place)) return word;
  return Object.hasOwn(table, word) ? table[word] : undefined;
}

const STATUSES: ReadonlySet<unknown> = new Set(['new', 'closed', 'false-positive']);
const GRADES: ReadonlySet<unknown> = new Set(['finding', 'event']);
const isStatus = (word: unknown): word is NonNullable<SentFinding['status']> => STATUSES.has(word);
const isGrade = (word: unknown): word is NonNullable<SentFinding['grade']> => GRADES.has(word);

/** Severity, status, grade and kind. What a table does not hold means nothing: medium, new, a finding, of no kind. */
export function readWords(
  { severity, status, grade, kind, tables }: Mapping,
  reader: Reader,
): Pick<SentFinding, 'severity' | 'status' | 'grade' | 'kind'> {
  const is = translate(reader, status, tables.status)?.toLowerCase();
  const graded = translate(reader, grade, tables.grade)?.toLowerCase();
  const isConstant = severity !== undefined && 'value' in severity;
  return {
    severity: {
      is: severityOf(translate(reader, severity, tables.severity)),
      word: isConstant ? undefined : reader.text(severity),
    },
    ...(isStatus(is) && { status: is }),
    ...(isGrade(graded) && { grade: graded }),
    kind: translate(reader, kind, tables.kind),
  };
}

/** The product by the customer's own word, so that one Cordon does not know is kept too. */
export function readProduct({ product, tables }: Mapping, reader: Reader): string | undefined {
  return translate(reader, product, tables.product) ?? reader.text(product);
}
