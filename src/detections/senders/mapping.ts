import type { JsonPath } from '../../config/json-path.ts';
import type { Mapping } from '../../config/mapping.ts';
import type { Detection } from '../detection.ts';
import { createNotes, type Notes } from '../reading/notes.ts';
import { productCalled } from '../reading/products.ts';
import { readFinding } from '../reading/read-finding.ts';
import { LONGEST, showable } from '../reading/text.ts';
import { asSent } from './mapping/as-sent.ts';
import { type Body, bodyOf, findAll, opened } from './mapping/find.ts';
import { createReader, type Reader } from './mapping/reader.ts';
import { checkRequired, missing } from './mapping/required.ts';
import { readMappedTransfer } from './mapping/transfer.ts';
import { readProduct } from './mapping/words.ts';
import { type DeliveryContext, isRecord, type Normalised, refuse, type Sender } from './sender.ts';

/** Anybody else's JSON, read by the field map of its source in cordon.yaml. See docs/senders/mapping.md. */
export const mapping: Sender = {
  id: 'mapping',
  name: 'JSON of your own, by a mapping',
  split(payload, context) {
    const mapped = context.mapping;
    if (!mapped) return refuse('no-mapping', `The source "${context.source}" has no mapping in cordon.yaml.`);
    const body = bodyOf(payload);
    if (!mapped.list) return [{ finding: payload, body } satisfies Found];
    const lists = findAll(payload, mapped.list.steps, body, Number.POSITIVE_INFINITY).filter((list) => list !== null);
    if (lists.length === 0) return missing('list', [mapped.list], payload, body);
    return lists.flatMap((list) => opened(list, body)).map((finding): Found => ({ finding, body }));
  },
  read(payload, context) {
    const mapped = context.mapping;
    return mapped && isFound(payload)
      ? readMapped(payload, mapped, context)
      : refuse('no-mapping', `The source "${context.source}" has no mapping in cordon.yaml.`);
  },
};

/** A finding with the body it came in, as `split` hands it on. */
interface Found {
  finding: unknown;
  body: Body;
}

const isFound = (payload: unknown): payload is Found =>
  isRecord(payload) && isRecord(payload.body) && payload.body.embedded instanceof Map;

function readMapped({ finding, body }: Found, mapped: Mapping, context: DeliveryContext): Normalised {
  for (const field of ['id', 'title', 'time'] as const) {
    const refusal = checkRequired(field, mapped[field], finding, body);
    if (refusal) return refusal;
  }
  const notes = createNotes(context.notes);
  const reader = createReader(finding, body);
  const transfer = readMappedTransfer(mapped.transfer, reader, notes);
  if (transfer && 'ok' in transfer) return transfer;
  const normalised = readFinding({ ...asSent(mapped, reader), ...(transfer && { transfer }) }, context, notes);
  if (!normalised.ok) return normalised;
  const named = productNamed(mapped, reader, notes);
  noteUnfound(mapped, reader, notes);
  return { ok: true, detection: { ...normalised.detection, ...named, notes: notes.list() } };
}

function productNamed(mapped: Mapping, reader: Reader, notes: Notes): Pick<Detection, 'product' | 'productName'> {
  const name = showable(readProduct(mapped, reader), LONGEST.word, 'product', notes);
  return name ? productCalled(name) : {};
}

/** Fields whose absence is told elsewhere, or that are no fields. */
const TOLD: ReadonlySet<string> = new Set(['list', 'tables', 'id', 'title', 'time', 'severity']);

/** A path that never leads anywhere is a slip in the mapping; the card is where somebody notices. */
function noteUnfound(mapped: Mapping, reader: Reader, notes: Notes): void {
  const unfound = Object.entries(mapped).flatMap(([name, section]) => {
    const paths = TOLD.has(name) ? [] : pathsIn(section);
    return paths.length > 0 && !paths.some(reader.has) ? [name] : [];
  });
  if (unfound.length > 0) notes.add(`The mapping found nothing for: ${unfound.join(', ')}.`);
}

function pathsIn(section: unknown): JsonPath[] {
  if (typeof section !== 'object' || section === null) return [];
  return 'steps' in section ? [section as JsonPath] : Object.values(section).flatMap(pathsIn);
}
