import { contentUid } from '../fingerprint.ts';
import { MOST_ENTRIES } from '../reading/lenient.ts';
import { createNotes, grouped, type Notes } from '../reading/notes.ts';
import { kindOfRule } from '../reading/published-rules.ts';
import { LONGEST, link, senderUid, showable } from '../reading/text.ts';
import { readTime } from '../reading/time.ts';
import { readCounts } from './ocsf/counts.ts';
import { readObservables } from './ocsf/observables.ts';
import { readPeople } from './ocsf/people.ts';
import { readObjects, readProduct, readWhere } from './ocsf/places.ts';
import { readRule } from './ocsf/rule.ts';
import { DetectionFinding } from './ocsf/schema.ts';
import { asDetectionFinding } from './ocsf/security-finding.ts';
import { readSeverity, readStatus } from './ocsf/severity.ts';
import { type DeliveryContext, isRecord, type Normalised, type Refusal, refuse, type Sender } from './sender.ts';

const DETECTION_FINDING = 2004;
const SECURITY_FINDING = 2001;
/** The versions each class was read from. */
const KNOWN_VERSIONS = { [DETECTION_FINDING]: /^1\.[1-8](\.|$)/, [SECURITY_FINDING]: /^1\.[0-8](\.|$)/ } as const;
type ClassUid = keyof typeof KNOWN_VERSIONS;

/** OCSF Detection Finding (class 2004), versions 1.1 to 1.8, and the Security Finding (2001) it replaced. See docs/senders/ocsf.md. */
export const ocsf: Sender = {
  id: 'ocsf',
  name: 'OCSF Detection Finding',
  split: (payload) => (Array.isArray(payload) ? payload : [payload]),
  read(payload, context) {
    if (!isRecord(payload)) return refuse('not-an-object', 'The body is not an OCSF event: it must be a JSON object.');
    const notes = createNotes(context.notes);
    const uid = readClass(payload, notes);
    if (typeof uid !== 'number') return uid;
    return normalise(uid === SECURITY_FINDING ? asDetectionFinding(payload, notes) : payload, uid, context, notes);
  },
};

function readClass(payload: Record<string, unknown>, notes: Notes): ClassUid | Refusal {
  const type = wholeNumber(payload.type_uid);
  const given = wholeNumber(payload.class_uid);
  const uid = given ?? (type === undefined ? undefined : Math.floor(type / 100));
  if (uid === undefined) {
    return refuse(
      'not-ocsf',
      'There is no class_uid, so this is not an OCSF event. Send a Detection Finding (class_uid 2004).',
      'class_uid',
    );
  }
  if (uid !== DETECTION_FINDING && uid !== SECURITY_FINDING) {
    const reads = 'Cordon reads Detection Finding (2004), and Security Finding (2001), only.';
    return refuse('class', `This is an OCSF event of class_uid ${uid}. ${reads}`, 'class_uid');
  }
  if (given === undefined) notes.add('The sender gave no class_uid; it was taken from type_uid.');
  return uid;
}

function wholeNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined;
}

function normalise(
  payload: Record<string, unknown>,
  uid: ClassUid,
  context: DeliveryContext,
  notes: Notes,
): Normalised {
  const finding = DetectionFinding.parse(payload);
  const { finding_info: info, metadata } = finding;
  noteVersion(metadata.version, KNOWN_VERSIONS[uid], notes);
  for (const name of ['evidences', 'resources', 'observables']) noteLength(name, payload[name], notes);

  const title = readTitle(finding, context, notes);
  const message = showable(finding.message ?? info.desc, LONGEST.message, 'message', notes);
  const url = link(info.src_url ?? finding.src_url, notes);
  const reportedBy = showable(
    metadata.product?.name ?? metadata.product?.vendor_name,
    LONGEST.name,
    'product name',
    notes,
  );
  const { occurredAt, originalTime } = readTime(
    { time: finding.time, text: finding.time_dt },
    context.receivedAt,
    notes,
  );
  const spelled = showable(metadata.original_time, LONGEST.word, 'original time', notes) ?? originalTime;
  const kind = kindOfRule(info.analytic?.uid, info.analytic?.name);
  const disposition = showable(finding.disposition, LONGEST.word, 'disposition', notes);
  if (disposition) notes.add(`The sender reports what was done about it as "${disposition}".`);
  const detection = {
    source: context.source,
    senderUid: readUid(payload, finding, notes),
    ...(reportedBy && { reportedBy }),
    title,
    grade: 'finding' as const,
    ...(message && message !== title && { message }),
    rule: readRule(finding, notes),
    ...(kind && { kind }),
    ...readProduct(finding),
    ...readSeverity(finding, notes),
    status: readStatus(finding, notes),
    occurredAt,
    ...(spelled && { originalTime: spelled }),
    receivedAt: context.receivedAt.toISOString(),
    ...readPeople(finding, notes),
    addresses: readWhere(finding, notes),
    objects: readObjects(finding, notes),
    counts: readCounts(finding, notes),
    observables: readObservables(finding, notes),
    ...(url && { link: url }),
  };
  return { ok: true, detection: { ...detection, notes: notes.list() } };
}

function readUid(
  payload: Record<string, unknown>,
  { finding_info: info, metadata }: DetectionFinding,
  notes: Notes,
): string {
  const uid = info.uid || metadata.uid;
  if (uid) return senderUid(uid);
  notes.add('The sender gave the finding no id (finding_info.uid); it is told apart by its content.');
  const { metadata: _varies, ...content } = payload;
  return contentUid(content);
}

function readTitle(
  { finding_info: info, message }: DetectionFinding,
  { source }: DeliveryContext,
  notes: Notes,
): string {
  const given = showable(info.title, LONGEST.title, 'title', notes);
  if (given) return given;
  const instead = showable(message?.slice(0, LONGEST.title) ?? info.analytic?.name, LONGEST.title, 'title', notes);
  notes.add(
    instead ? 'The sender gave no title; its message or rule name stands in for it.' : 'The sender gave no title.',
  );
  return instead ?? `Detection from ${source}`;
}

function noteVersion(version: string | undefined, known: RegExp, notes: Notes): void {
  const shown = showable(version, LONGEST.word, 'version', notes);
  if (!shown) notes.add('The sender gave no OCSF version (metadata.version); read as 1.8.');
  else if (!known.test(shown))
    notes.add(`OCSF ${shown} is not a version Cordon knows (1.1 to 1.8); fields may have been missed.`);
}

function noteLength(name: string, value: unknown, notes: Notes): void {
  if (Array.isArray(value) && value.length > MOST_ENTRIES) {
    notes.add(`The finding has ${grouped(value.length)} ${name}; the first ${MOST_ENTRIES} were read.`);
  }
}
