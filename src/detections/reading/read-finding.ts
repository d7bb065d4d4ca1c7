import type { Detection, Severity } from '../detection.ts';
import { contentUid } from '../fingerprint.ts';
import type { DeliveryContext, Normalised } from '../senders/sender.ts';
import { type AddressAsSent, readAddresses } from './addresses.ts';
import { readAnalytics, readTechniques } from './attack.ts';
import { createNotes, type Notes } from './notes.ts';
import { readAmount, readCount } from './number.ts';
import { type PartyAsSent, readParty } from './parties.ts';
import { knownProduct } from './products.ts';
import { identifier, LONGEST, link, senderUid, showable } from './text.ts';
import { readTime } from './time.ts';

type Words = string | undefined;

/** A finding in its sender's own values, put where they belong. Everything may be missing; nothing has been cleaned or judged yet. */
export interface SentFinding {
  /** The sender's id of the finding; without it, `content` tells it apart. */
  uid: Words;
  /** What identifies it when there is no id: nothing that differs from one sending of it to the next. */
  content: unknown;
  /** The first that can be shown is the title. */
  titles: readonly Words[];
  message?: Words;
  /** From kinds.ts; only where the sender says so unmistakably. */
  kind?: Words;
  grade?: Detection['grade'];
  reportedBy?: Words;
  /** Words that may name the product it happened in, the surest first. */
  products?: readonly Words[];
  /** What the sender's scale means here; undefined when it gave nothing that is on the scale. */
  severity: { is: Severity | undefined; word: Words };
  status?: Detection['status'];
  time: string | number | undefined;
  timeText?: Words;
  subject?: PartyAsSent | undefined;
  actor?: PartyAsSent | undefined;
  target?: PartyAsSent | undefined;
  integration?: { name?: Words; id?: Words } | undefined;
  addresses?: readonly AddressAsSent[];
  objects?: readonly { type?: Words; name: Words }[];
  counts?: readonly { what: Words; count: string | number | undefined; usual?: string | number | undefined }[];
  observables?: readonly { type: string; value: Words }[];
  amount?: { value: string | number | undefined; currency?: Words } | undefined;
  payee?: { id?: Words; name?: Words } | undefined;
  transfer?: Detection['transfer'];
  rule?: {
    name?: Words;
    uid?: Words;
    techniques?: readonly string[];
    analytics?: readonly Words[];
    attackVersion?: Words;
  };
  link?: Words;
}

const MOST_ENTRIES = 50;

/** Cleans, bounds and judges a finding in the one way that holds for every sender. Without a subject, the target and then the actor is whom it is about. */
export function readFinding(
  sent: SentFinding,
  context: DeliveryContext,
  notes = createNotes(context.notes),
): Normalised {
  const title = readTitle(sent.titles, context.source, notes);
  const message = showable(sent.message, LONGEST.message, 'message', notes);
  const kind = showable(sent.kind, LONGEST.word, 'kind', notes)?.toLowerCase();
  const reportedBy = showable(sent.reportedBy, LONGEST.name, 'product name', notes);
  const url = link(sent.link, notes);
  const { occurredAt, originalTime } = readTime({ time: sent.time, text: sent.timeText }, context.receivedAt, notes);
  const detection = {
    source: context.source,
    senderUid: readUid(sent, notes),
    ...(reportedBy && { reportedBy }),
    title,
    ...(message && message !== title && { message }),
    grade: sent.grade ?? 'finding',
    rule: readRule(sent.rule, notes),
    ...(kind && { kind }),
    ...readProduct(sent.products),
    ...readSeverity(sent.severity, notes),
    status: sent.status ?? 'new',
    occurredAt,
    ...(originalTime && { originalTime }),
    receivedAt: context.receivedAt.toISOString(),
    ...readPeople(sent, notes),
    addresses: readAddresses(sent.addresses ?? [], notes),
    objects: readObjects(sent.objects ?? [], notes),
    counts: readCounts(sent.counts ?? [], notes),
    observables: readObservables(sent.observables ?? [], notes),
    ...readMoney(sent, notes),
    ...(sent.transfer && { transfer: sent.transfer }),
    ...(url && { link: url }),
  } satisfies Omit<Detection, 'notes'>;
  return { ok: true, detection: { ...detection, notes: notes.list() } };
}

function readTitle(titles: readonly Words[], source: string, notes: Notes): string {
  for (const [index, words] of titles.entries()) {
    const title = showable(words, LONGEST.title, 'title', notes);
    if (!title) continue;
    if (index > 0) notes.add('The sender gave no title; its message or rule name stands in for it.');
    return title;
  }
  notes.add('The sender gave no title.');
  return `Detection from ${source}`;
}

function readUid({ uid, content }: SentFinding, notes: Notes): string {
  if (uid?.trim()) return senderUid(uid);
  notes.add('The sender gave the finding no id; it is told apart by its content.');
  return contentUid(content);
}

function readRule(sent: SentFinding['rule'], notes: Notes): Detection['rule'] {
  const name = showable(sent?.name, LONGEST.name, 'rule name', notes);
  const uid = showable(sent?.uid, LONGEST.name, 'rule id', notes);
  const attackVersion = showable(sent?.attackVersion, LONGEST.word, 'ATT&CK version', notes);
  return {
    ...(name && { name }),
    ...(uid && { uid }),
    techniques: readTechniques(sent?.techniques ?? [], notes),
    analytics: readAnalytics(sent?.analytics ?? []),
    ...(attackVersion && { attackVersion }),
  };
}

function readProduct(words: SentFinding['products'] = []): Pick<Detection, 'product' | 'productName'> {
  for (const word of words) {
    const found = knownProduct(word?.slice(0, LONGEST.name).replaceAll(/[._]/g, ' '));
    if (found) return found;
  }
  return {};
}

function readSeverity(
  { is, word }: SentFinding['severity'],
  notes: Notes,
): Pick<Detection, 'severity' | 'senderSeverity'> {
  const senderSeverity = showable(word, LONGEST.word, 'severity', notes) ?? null;
  if (is) return { severity: is, senderSeverity };
  notes.add(
    senderSeverity
      ? `The sender's severity "${senderSeverity}" is not one Cordon knows; treated as medium.`
      : 'Severity not given; treated as medium.',
  );
  return { severity: 'medium', senderSeverity };
}

function readPeople(sent: SentFinding, notes: Notes): Pick<Detection, 'subject' | 'actor' | 'target' | 'integration'> {
  const actor = sent.actor && readParty(sent.actor, 'actor', notes);
  const target = sent.target && readParty(sent.target, 'target', notes);
  const subject = (sent.subject && readParty(sent.subject, 'subject', notes)) ?? target ?? actor;
  const name = showable(sent.integration?.name, LONGEST.name, 'app name', notes);
  const id = identifier(sent.integration?.id, 'app id', notes);
  const integration = (name ?? id) && { ...(name && { name }), ...(id && { id }) };
  if (!subject && !integration) notes.add('The sender names no person and no app.');
  return {
    ...(subject && { subject }),
    ...(actor && { actor }),
    ...(target && { target }),
    ...(integration && { integration }),
  };
}

const readObjects = (sent: NonNullable<SentFinding['objects']>, notes: Notes): Detection['objects'] =>
  sent.slice(0, MOST_ENTRIES).flatMap((object) => {
    const name = showable(object.name, LONGEST.name, 'object name', notes);
    const type = showable(object.type, LONGEST.word, 'object type', notes);
    return name ? [{ ...(type && { type }), name }] : [];
  });

const readCounts = (sent: NonNullable<SentFinding['counts']>, notes: Notes): Detection['counts'] =>
  sent.slice(0, MOST_ENTRIES).flatMap((counted) => {
    const what = showable(counted.what, LONGEST.word, 'counted thing', notes);
    const count = readCount(counted.count);
    const usual = readCount(counted.usual);
    if (!what) return [];
    if (count === undefined && counted.count !== undefined)
      notes.add(`The count of ${what} is not a number; it was left out.`);
    if (usual === undefined && counted.usual !== undefined)
      notes.add(`The usual count of ${what} is not a number; it was left out.`);
    return count === undefined ? [] : [{ what, count, ...(usual !== undefined && { usual }) }];
  });

const readObservables = (sent: NonNullable<SentFinding['observables']>, notes: Notes): Detection['observables'] =>
  sent.slice(0, MOST_ENTRIES).flatMap(({ type, value }) => {
    const kind = showable(type, LONGEST.word, 'type of an observable', notes);
    const shown = showable(value, LONGEST.name, 'observable', notes);
    return kind && shown ? [{ type: kind, value: shown }] : [];
  });

function readMoney({ amount, payee }: SentFinding, notes: Notes): Pick<Detection, 'amount' | 'payee'> {
  const value = amount?.value === undefined ? undefined : readAmount(amount.value);
  if (amount?.value !== undefined && value === undefined)
    notes.add('The amount could not be read for certain; it was left out.');
  const currency = amount?.currency
    ?.trim()
    .toUpperCase()
    .match(/^[A-Z]{3}$/)?.[0];
  if (value && !currency) notes.add('The sender names an amount without a currency.');
  const name = showable(payee?.name, LONGEST.name, "payee's name", notes);
  const id = identifier(payee?.id, "payee's id", notes);
  return {
    ...(value && { amount: { value, ...(currency && { currency }) } }),
    ...((name ?? id) && { payee: { ...(id && { id }), ...(name && { name }) } }),
  };
}
