import { z } from 'zod';
import { text } from '../reading/lenient.ts';
import { readJson, tooIntricate } from '../reading/read-json.ts';
import { LONGEST, tame } from '../reading/text.ts';
import { cordon } from './cordon.ts';
import { ocsf } from './ocsf.ts';
import { isRecord, type Refusal, refuse, type Sender } from './sender.ts';

type Fields = Record<string, unknown>;

const Attributes = z.object({ specversion: text, id: text, source: text, type: text });
type Attributes = z.infer<typeof Attributes>;

/** CloudEvents 1.0 around a detection in a shape Cordon knows: structured, in batches, or binary. See docs/senders/cloudevents.md. */
export const cloudevents: Sender = {
  id: 'cloudevents',
  name: 'CloudEvents',
  split(payload, { headers = {} }) {
    if (isEvent(payload)) return [payload];
    if (Array.isArray(payload) && payload.some(isEvent)) return payload;
    if ('ce-specversion' in headers) return [{ ...attributesIn(headers), data: payload }];
    const how =
      'it has no specversion, and the headers of binary mode (ce-specversion, ce-id, …) did not come with it.';
    return refuse('not-a-cloudevent', `The body is no CloudEvent: ${how}`, 'specversion');
  },
  read(payload, context) {
    if (!isEvent(payload))
      return refuse('not-a-cloudevent', 'An event in the batch has no specversion.', 'specversion');
    const attributes = Attributes.parse(payload);
    const read = readData(payload, attributes);
    if (!read.ok) return read;
    const notes = [...(context.notes ?? []), ...read.notes, ...noteVersion(attributes)];
    const data = withUid(read.data, attributes);
    return ('cordon' in data ? cordon : ocsf).read(data, { ...context, notes });
  },
};

const isEvent = (value: unknown): value is Fields => isRecord(value) && 'specversion' in value;

/** Binary mode writes attributes percent-encoded (HTTP binding, 3.1.3.2). */
const attributesIn = (headers: Readonly<Record<string, string>>): Fields =>
  Object.fromEntries(Object.keys(Attributes.shape).map((name) => [name, decoded(headers[`ce-${name}`])]));

function decoded(value: string | undefined): string | undefined {
  try {
    return value === undefined ? undefined : decodeURIComponent(value);
  } catch {
    return value;
  }
}

type Data = { ok: true; data: Fields; notes: readonly string[] } | Refusal;

/** The detection inside: an object, the same as JSON in text, or that in base64. */
function readData({ data, data_base64: encoded }: Fields, attributes: Attributes): Data {
  const bytes =
    typeof encoded === 'string'
      ? Buffer.from(encoded, 'base64')
      : typeof data === 'string'
        ? Buffer.from(data)
        : undefined;
  const read = bytes ? readJson(bytes) : { ok: true as const, payload: data, notes: [] };
  if (!read.ok) return refuse('data', `${aboutData(attributes)} is not JSON.`, 'data');
  const intricate = bytes && tooIntricate(read.payload);
  if (intricate) return refuse('too-intricate', intricate.replace('The body', aboutData(attributes)), 'data');
  const { payload, notes } = read;
  if (isRecord(payload) && ['cordon', 'class_uid', 'type_uid'].some((key) => key in payload))
    return { ok: true, data: payload, notes };
  const wanted = 'Cordon\u2019s template (with "cordon": "detection/1") nor an OCSF finding (with class_uid)';
  return refuse('data', `${aboutData(attributes)} is neither ${wanted}.`, 'data');
}

const aboutData = ({ type }: Attributes): string =>
  `The data of this CloudEvent${type ? ` of type ${tame(type, LONGEST.word)}` : ''}`;

/** What has no id of its own is told apart by the event's, which is unique only together with its source. */
function withUid(data: Fields, { source, id }: Attributes): Fields {
  if (!source || !id) return data;
  const uid = `${source} ${id}`;
  if ('cordon' in data) return isBlank(data.id) ? { ...data, id: uid } : data;
  const metadata = isRecord(data.metadata) ? data.metadata : {};
  return isBlank(metadata.uid) ? { ...data, metadata: { ...metadata, uid } } : data;
}

const isBlank = (value: unknown): boolean => value === undefined || value === null || value === '';

const noteVersion = ({ specversion }: Attributes): string[] =>
  /^1\.\d+$/.test(specversion ?? '')
    ? []
    : [`CloudEvents ${tame(specversion ?? 'of no version', LONGEST.word)} is not a version Cordon knows (1.0).`];
