import { z } from 'zod';
import { describeIssue } from '../../config/issue-words.ts';
import { createNotes, type Notes } from '../reading/notes.ts';
import type { PartyAsSent } from '../reading/parties.ts';
import { productCalled } from '../reading/products.ts';
import { readFinding, type SentFinding } from '../reading/read-finding.ts';
import { byWord } from '../reading/severity.ts';
import { LONGEST, showable, tame } from '../reading/text.ts';
import { Template } from './cordon/template.ts';
import { readTransfer } from './cordon/transfer.ts';
import { isRecord, refuse, type Sender } from './sender.ts';

const MOST_PROBLEMS = 5;

/** Cordon's own template, for senders whose body is typed by hand. See docs/senders/cordon.md. */
export const cordon: Sender = {
  id: 'cordon',
  name: 'Cordon’s own template',
  read(payload, context) {
    if (!isRecord(payload) || !('cordon' in payload)) {
      const wrong = 'it must be an object that says "cordon": "detection/1".';
      return refuse('not-the-template', `The body is not Cordon\u2019s template: ${wrong}`, 'cordon');
    }
    const notes = createNotes(context.notes);
    const read = Template.safeParse(withoutBlanks(payload), { error: describeIssue });
    if (!read.success)
      return notFilledIn(read.error.issues.slice(0, MOST_PROBLEMS).map(inWords).join(' '), read.error.issues[0]?.path);
    noteUnknown(payload, notes);
    const { data } = read;
    const transfer = data.transfer && readTransfer(data.transfer, notes);
    if (transfer && 'unreadable' in transfer)
      return notFilledIn(`${transfer.unreadable}: cannot be read.`, [transfer.unreadable]);
    if (!tame(data.title, LONGEST.title)) return notFilledIn('title: holds nothing that can be shown.', ['title']);
    const normalised = readFinding({ ...asSent(data), ...(transfer && { transfer }) }, context, notes);
    return normalised.ok
      ? {
          ...normalised,
          detection: { ...normalised.detection, ...readProduct(data.product, notes), notes: notes.list() },
        }
      : normalised;
  },
};

/** JSON Schema (2020-12) of the template, for `cordon schema detection` and for whoever types one. */
export const detectionTemplateJsonSchema = (): z.core.JSONSchema.BaseSchema => ({
  ...z.toJSONSchema(Template, { io: 'output' }),
  title: 'Cordon detection, version 1',
});

const asSent = (data: Template): SentFinding => ({
  uid: String(data.id),
  content: data,
  titles: [data.title],
  message: data.message,
  kind: data.kind,
  severity: byWord(data.severity),
  ...(data.status && { status: data.status }),
  ...(data.grade && { grade: data.grade }),
  time: data.occurred_at,
  subject: party(data.subject),
  actor: party(data.actor),
  target: party(data.target),
  integration: data.integration,
  addresses: (data.addresses ?? []).map((one) => (typeof one === 'string' ? { ip: one } : one)),
  objects: (data.objects ?? []).map((one) => (typeof one === 'string' ? { name: one } : one)),
  counts: data.counts ?? [],
  observables: data.observables ?? [],
  amount: data.amount,
  payee: data.payee,
  rule: {
    name: data.rule?.name,
    uid: data.rule?.uid,
    techniques: data.rule?.techniques ?? [],
    analytics: data.rule?.analytics ?? [],
    attackVersion: data.rule?.attack_version,
  },
  link: data.link,
});

const party = (sent: Template['subject']): PartyAsSent | undefined =>
  sent && { email: sent.email, fullName: sent.name, ids: sent.ids };

const notFilledIn = (problems: string, path: readonly PropertyKey[] = []) =>
  refuse('template', `The template is not filled in right. ${problems}`, path.map(String).join('.'));

/** Templates fill what they do not know with nothing; nothing is the same as not there. */
function withoutBlanks(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutBlanks).filter((item) => item !== undefined);
  if (typeof value === 'string') return value.trim() === '' ? undefined : value;
  if (!isRecord(value)) return value ?? undefined;
  const filled = Object.entries(value).flatMap(([key, inner]) => {
    const kept = withoutBlanks(inner);
    return kept === undefined ? [] : [[key, kept] as const];
  });
  return filled.length === 0 ? undefined : Object.fromEntries(filled);
}

const inWords = ({ path, message }: z.core.$ZodIssue): string => {
  const where = tame(path.map(String).join('.'), LONGEST.word);
  return `${where || 'body'}: ${message.replace(/, not undefined\.$/, '; it is missing.')}`;
};

function noteUnknown(payload: Record<string, unknown>, notes: Notes): void {
  const unknown = Object.keys(payload).filter((key) => !Object.hasOwn(Template.shape, key));
  for (const key of unknown.slice(0, MOST_PROBLEMS)) {
    notes.add(`The field "${tame(key, LONGEST.word)}" is not part of the template and was not read.`);
  }
}

/** Here the product is the customer's own word, so that one Cordon does not know is kept too. */
function readProduct(sent: string | undefined, notes: Notes) {
  const productName = showable(sent, LONGEST.word, 'product', notes);
  if (!productName) return {};
  return productCalled(productName);
}
