import { readIp } from '../reading/addresses.ts';
import { createNotes, type Notes } from '../reading/notes.ts';
import { knownProduct } from '../reading/products.ts';
import { readFinding, type SentFinding } from '../reading/read-finding.ts';
import { byWord } from '../reading/severity.ts';
import { readMoment } from '../reading/time.ts';
import { type DeliveryContext, isRecord, refuse, type Sender } from './sender.ts';
import { isFinding, readStatus, readUrgency } from './splunk/finding.ts';
import { readPeople } from './splunk/people.ts';
import { kindOfSearch } from './splunk/published-searches.ts';
import { Envelope, Row } from './splunk/row.ts';

type Sent = Record<string, unknown>;
type Identified = Pick<SentFinding, 'uid' | 'content'>;

/** Splunk's webhook alert action: the first row of a search, or a finding of Enterprise Security in it. See docs/senders/splunk.md. */
export const splunk: Sender = {
  id: 'splunk',
  name: 'Splunk',
  read(payload, context) {
    if (!isRecord(payload) || !isRecord(payload.result)) {
      const reason =
        'The body is not what Splunk\u2019s webhook action posts: it has no "result" with the fields of a row.';
      return refuse('not-splunk', reason, 'result');
    }
    const notes = createNotes(context.notes);
    const { search_name: search, results_link: link } = Envelope.parse(payload);
    const row = Row.parse(payload.result);
    const common = {
      ...readPeople(row, notes),
      ...readWhere(row),
      kind: row.kind ?? kindOfSearch(search, row.rule_name),
      integration: { name: row.integration },
      objects: row.object.map((name) => ({ name })),
      counts: [{ what: 'records', count: row.record_count, usual: row.usual_count }],
      amount: { value: row.amount, currency: row.currency },
      payee: { name: row.payee },
      link,
    };
    const own = isFinding(row)
      ? asFinding(row, search, payload.result, context, notes)
      : asAlert(row, search, payload.result, context, notes);
    return readFinding({ ...common, ...own }, context, notes);
  },
};

const asAlert = (row: Row, search: string | undefined, sent: Sent, context: DeliveryContext, notes: Notes) => ({
  ...(row.orig_event_id === undefined
    ? byContent(row, search, sent, context, notes)
    : { uid: [search, row.orig_event_id].filter(Boolean).join('/'), content: undefined }),
  titles: [search],
  severity: byWord(row.severity),
  time: sinceEpoch(row._time),
  rule: { name: search, techniques: techniques(row) },
});

function asFinding(row: Row, search: string | undefined, sent: Sent, context: DeliveryContext, notes: Notes) {
  const rule = row.rule_name ?? search;
  const time = readMoment(row.orig_time) ? row.orig_time : row._time;
  const uid = row.event_id ?? allOf(rule, row._time, row.risk_object ?? row.entity);
  return {
    ...(uid === undefined ? byContent(row, search, sent, context, notes) : { uid, content: undefined }),
    titles: [row.rule_title ?? rule],
    message: row.rule_description,
    severity: readUrgency(row, notes),
    status: readStatus(row, notes),
    time: sinceEpoch(time),
    rule: { name: rule, techniques: techniques(row) },
  };
}

/** One id of several parts; none when a part is missing, since the others are not enough to tell findings apart. */
const allOf = (...parts: readonly (string | number | undefined)[]): string | undefined =>
  parts.includes(undefined) ? undefined : parts.join('/');

/** Fields that belong to a run of the search and not to what it found. */
const OF_THE_RUN = /^(info_|_(?!time$|raw$)|(orig_)?(sid|rid)$)/;

/** Rows without an id are told apart by what they hold; without a time of their own, also by the day, or the next incident would count as known. */
function byContent(
  row: Row,
  search: string | undefined,
  sent: Sent,
  { receivedAt }: DeliveryContext,
  notes: Notes,
): Identified {
  const fields = Object.entries(sent).filter(([name]) => !OF_THE_RUN.test(name));
  const content = { search, row: Object.fromEntries(fields) };
  if (readMoment(row._time)) return { uid: undefined, content };
  notes.add('The row has no time of its own: the same row on another day (UTC) counts as another finding.');
  return { uid: undefined, content: { ...content, day: receivedAt.toISOString().slice(0, 10) } };
}

/** Splunk's times are seconds since 1970; here in milliseconds, so that nobody is told about a conversion that is not in doubt. */
function sinceEpoch(time: string | number | undefined): string | number | undefined {
  const seconds = /^\s*\d{9,10}(\.\d+)?\s*$/.test(String(time)) ? Number(time) : undefined;
  return seconds === undefined ? time : Math.round(seconds * 1000);
}

/** `src` may be an address or the name of a machine; `app` may be a product Cordon knows or anything else. */
function readWhere({ src, src_ip, app }: Row): Pick<SentFinding, 'addresses' | 'products' | 'observables'> {
  const isAddress = (value: string) => readIp(value) !== undefined;
  return {
    addresses: [...src.filter(isAddress), ...src_ip].map((ip) => ({ ip })),
    products: app,
    observables: [
      ...src.filter((value) => !isAddress(value)).map((value) => ({ type: 'host', value })),
      ...app.filter((value) => !knownProduct(value)).map((value) => ({ type: 'app', value })),
    ],
  };
}

const techniques = (row: Row): string[] =>
  [...row['annotations.mitre_attack.mitre_technique_id'], ...row['annotations.mitre_attack']].flatMap((ids) =>
    ids.split(/[\s,|;]+/).filter((id) => id !== ''),
  );
