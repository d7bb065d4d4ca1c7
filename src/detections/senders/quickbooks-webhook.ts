import { z } from 'zod';
import type { Kind } from '../kinds.ts';
import { maybe, text } from '../reading/lenient.ts';
import { createNotes } from '../reading/notes.ts';
import { readFinding, type SentFinding } from '../reading/read-finding.ts';
import { isRecord, refuse, type Sender } from './sender.ts';

const CloudEvent = z.object({ id: text, type: text, time: text, intuitentityid: text, intuitaccountid: text });
const Entity = z.object({ id: text, name: text, operation: text, lastUpdated: text, deletedId: text });
/** The shape from before 2026, cut to one entity by `split`. */
const Notification = z.object({
  realmId: text,
  dataChangeEvent: maybe(z.object({ entities: maybe(z.tuple([Entity])) })),
});

/** The two shapes say the same; here it is in one. */
interface Change {
  uid: string | undefined;
  /** In small letters: vendor, billpayment. */
  entity: string;
  /** created, updated, deleted, merged, voided, emailed. */
  operation: string;
  entityId: string | undefined;
  mergedId?: string | undefined;
  realm: string | undefined;
  time: string | undefined;
  rule: string | undefined;
}

const TYPE = /^qbo\.([a-z]{1,40})\.([a-z]{1,20})\.v\d+$/i;
const OPERATIONS: ReadonlyMap<string, string> = new Map([
  ['create', 'created'],
  ['update', 'updated'],
  ['delete', 'deleted'],
  ['merge', 'merged'],
  ['void', 'voided'],
  ['emailed', 'emailed'],
]);

const KINDS: ReadonlyMap<string, Kind> = new Map([
  ['vendor updated', 'payee-change'],
  ['billpayment created', 'payment'],
  ['transfer created', 'payment'],
]);

/** How a person writes the entities whose names are two words. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ['billpayment', 'bill payment'],
  ['journalentry', 'journal entry'],
  ['purchaseorder', 'purchase order'],
  ['vendorcredit', 'vendor credit'],
]);

/** QuickBooks Online's webhooks: CloudEvents since 2026, and the shape before. See docs/senders/quickbooks-webhook.md. */
export const quickbooksWebhook: Sender = {
  id: 'quickbooks-webhook',
  name: 'QuickBooks Online webhook',
  split(payload) {
    if (Array.isArray(payload)) return payload;
    const notifications = isRecord(payload) ? payload.eventNotifications : undefined;
    return Array.isArray(notifications) ? notifications.flatMap(oneEntityEach) : [payload];
  },
  read(payload, context) {
    const change = readNotification(payload) ?? readCloudEvent(payload);
    if (change) return readFinding(asSent(change, payload), context, createNotes(context.notes));
    const wanted = 'a CloudEvent whose type is like qbo.vendor.updated.v1, or an entity with a name and an operation';
    return refuse('not-quickbooks', `This is no QuickBooks notification: it must be ${wanted}.`, 'type');
  },
};

/** Still as it was sent, but with one entity; a notification without any is left for `read` to refuse. */
function oneEntityEach(notification: unknown): unknown[] {
  const change = isRecord(notification) ? notification.dataChangeEvent : undefined;
  const entities = isRecord(change) ? change.entities : undefined;
  if (!isRecord(notification) || !Array.isArray(entities) || entities.length === 0) return [notification];
  return entities.map((entity: unknown) => ({
    realmId: notification.realmId,
    dataChangeEvent: { entities: [entity] },
  }));
}

function readNotification(payload: unknown): Change | undefined {
  const { realmId: realm, dataChangeEvent } = Notification.safeParse(payload).data ?? {};
  const [sent] = dataChangeEvent?.entities ?? [];
  const operation = OPERATIONS.get(sent?.operation?.toLowerCase() ?? '');
  if (!sent?.name || !operation || !/^[a-z]{1,40}$/i.test(sent.name)) return undefined;
  const identity = [realm, sent.name, sent.id, sent.operation, sent.lastUpdated];
  return {
    uid: identity.every(Boolean) ? identity.join('/') : undefined,
    entity: sent.name.toLowerCase(),
    operation,
    entityId: sent.id,
    mergedId: sent.deletedId,
    realm,
    time: sent.lastUpdated,
    rule: undefined,
  };
}

function readCloudEvent(payload: unknown): Change | undefined {
  const event = CloudEvent.safeParse(payload).data;
  const [, entity, operation] = event?.type?.match(TYPE) ?? [];
  if (!event || !entity || !operation) return undefined;
  return {
    uid: event.id,
    entity: entity.toLowerCase(),
    operation: operation.toLowerCase(),
    entityId: event.intuitentityid,
    realm: event.intuitaccountid,
    time: event.time,
    rule: event.type,
  };
}

function asSent(change: Change, payload: unknown): SentFinding {
  const { entity, entityId } = change;
  const said = WORDS.get(entity) ?? entity;
  const title = [`${said.charAt(0).toUpperCase()}${said.slice(1)}`, entityId, change.operation]
    .filter(Boolean)
    .join(' ');
  return {
    uid: change.uid,
    content: payload,
    titles: [title],
    kind: KINDS.get(`${entity} ${change.operation}`),
    grade: 'event',
    products: ['QuickBooks'],
    severity: { is: undefined, word: undefined },
    time: change.time,
    objects: [{ type: said, name: entityId }],
    observables: [
      { type: `quickbooks-${entity}`, value: entityId },
      { type: `quickbooks-${entity}`, value: change.mergedId },
      { type: 'quickbooks-realm', value: change.realm },
    ],
    ...(entity === 'vendor' && { payee: { id: entityId } }),
    rule: { uid: change.rule },
  };
}
