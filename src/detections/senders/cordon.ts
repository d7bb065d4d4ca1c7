import { z } from 'zod';
import { describeIssue } from '../../config/issue-words.ts';
import type { Detection } from '../detection.ts';
import { readAddresses } from '../reading/addresses.ts';
import { readAnalytics, readTechniques } from '../reading/attack.ts';
import { createNotes, type Notes } from '../reading/notes.ts';
import { knownProduct } from '../reading/products.ts';
import { severityOf } from '../reading/severity.ts';
import { LONGEST, link, senderUid, showable, tame } from '../reading/text.ts';
import { readTime } from '../reading/time.ts';
import { readTemplateCounts, readTemplateObjects, readTemplatePeople } from './cordon/parts.ts';
import { Template } from './cordon/template.ts';
import { readTransfer } from './cordon/transfer.ts';
import { isRecord, type Normalised, refuse, type Shape } from './sender.ts';

const MOST_PROBLEMS = 5;

/** Cordon's own template, for senders whose body is typed by hand. See docs/senders/cordon.md. */
export const cordon: Shape = (payload, context) => {
  if (!isRecord(payload) || !('cordon' in payload)) {
    return refuse(
      'not-the-template',
      'The body is not Cordon\u2019s template: it must be an object that says "cordon": "detection/1".',
    );
  }
  const notes = createNotes(context.notes);
  const read = Template.safeParse(withoutBlanks(payload), { error: describeIssue });
  if (!read.success)
    return refuse(
      'template',
      `The template is not filled in right. ${read.error.issues.slice(0, MOST_PROBLEMS).map(inWords).join(' ')}`,
    );
  noteUnknown(payload, notes);
  const { data } = read;
  const transfer = data.transfer && readTransfer(data.transfer, notes);
  if (transfer && 'unreadable' in transfer) {
    return refuse('template', `The template is not filled in right. ${transfer.unreadable}: cannot be read.`);
  }
  const title = showable(data.title, LONGEST.title, 'title', notes);
  if (!title) return refuse('template', 'The template is not filled in right. title: holds nothing that can be shown.');
  const message = showable(data.message, LONGEST.message, 'message', notes);
  const kind = showable(data.kind, LONGEST.word, 'kind', notes)?.toLowerCase();
  const url = link(data.link, notes);
  const { occurredAt, originalTime } = readTime({ time: data.occurred_at }, context.receivedAt, notes);
  const detection = {
    source: context.source,
    senderUid: senderUid(String(data.id)),
    title,
    ...(message && { message }),
    rule: readRule(data.rule, notes),
    ...(kind && { kind }),
    ...readProduct(data.product, notes),
    ...readSeverity(data.severity, notes),
    status: 'new' as const,
    occurredAt,
    ...(originalTime && { originalTime }),
    receivedAt: context.receivedAt.toISOString(),
    ...readTemplatePeople(data, notes),
    addresses: readAddresses(
      (data.addresses ?? []).map((one) => (typeof one === 'string' ? { ip: one } : one)),
      notes,
    ),
    objects: readTemplateObjects(data, notes),
    counts: readTemplateCounts(data, notes),
    ...(transfer && { transfer }),
    ...(url && { link: url }),
  };
  return { ok: true, detection: { ...detection, notes: notes.list() } } satisfies Normalised;
};

/** JSON Schema (2020-12) of the template, for `cordon schema detection` and for whoever types one. */
export const detectionTemplateJsonSchema = (): z.core.JSONSchema.BaseSchema => ({
  ...z.toJSONSchema(Template, { io: 'output' }),
  title: 'Cordon detection, version 1',
});

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

function readRule(sent: Template['rule'], notes: Notes): Detection['rule'] {
  const name = showable(sent?.name, LONGEST.name, 'rule name', notes);
  const uid = showable(sent?.uid, LONGEST.name, 'rule id', notes);
  const attackVersion = showable(sent?.attack_version, LONGEST.word, 'ATT&CK version', notes);
  return {
    ...(name && { name }),
    ...(uid && { uid }),
    techniques: readTechniques(sent?.techniques ?? [], notes),
    analytics: readAnalytics(sent?.analytics ?? []),
    ...(attackVersion && { attackVersion }),
  };
}

function readProduct(sent: string | undefined, notes: Notes): Pick<Detection, 'product' | 'productName'> {
  const productName = showable(sent, LONGEST.word, 'product', notes);
  if (!productName) return {};
  return knownProduct(productName) ?? { product: productName.toLowerCase().replaceAll(' ', '-'), productName };
}

function readSeverity(sent: string | undefined, notes: Notes): Pick<Detection, 'severity' | 'senderSeverity'> {
  const word = showable(sent, LONGEST.word, 'severity', notes);
  const severity = severityOf(word);
  if (severity) return { severity, senderSeverity: word ?? null };
  notes.add(
    word
      ? `The sender's severity "${word}" is not one Cordon knows; treated as medium.`
      : 'Severity not given; treated as medium.',
  );
  return { severity: 'medium', senderSeverity: word ?? null };
}
