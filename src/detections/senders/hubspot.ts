import { z } from 'zod';
import type { Kind } from '../kinds.ts';
import { measure, text } from '../reading/lenient.ts';
import { createNotes } from '../reading/notes.ts';
import { readFinding, type SentFinding } from '../reading/read-finding.ts';
import { isRecord, refuse, type Sender } from './sender.ts';

const ChangeEvent = z.object({
  eventId: text,
  subscriptionId: text,
  portalId: text,
  occurredAt: measure,
  subscriptionType: text,
  objectId: text,
  objectTypeId: text,
  primaryObjectId: text,
  fromObjectId: text,
  propertyName: text,
  changeSource: text,
  sourceId: text,
});
type ChangeEvent = z.infer<typeof ChangeEvent>;

/** `objectTypeId` of generic subscriptions (object.creation), by HubSpot's table of object type ids. */
const OBJECT_TYPES: ReadonlyMap<string, string> = new Map([
  ['0-1', 'contact'],
  ['0-2', 'company'],
  ['0-3', 'deal'],
  ['0-5', 'ticket'],
]);

/** What happened, by the second half of the subscription type. */
const CHANGES: ReadonlyMap<string, { said: string; kind?: Kind }> = new Map([
  ['creation', { said: 'created' }],
  ['deletion', { said: 'deleted', kind: 'records-deleted' }],
  ['privacyDeletion', { said: 'deleted for privacy', kind: 'records-deleted' }],
  ['restore', { said: 'restored' }],
  ['merge', { said: 'merged' }],
  ['propertyChange', { said: 'changed' }],
  ['associationChange', { said: 'associated anew' }],
]);

/** HubSpot's webhooks on changed records. See docs/senders/hubspot.md. */
export const hubspot: Sender = {
  id: 'hubspot',
  name: 'HubSpot webhook',
  split: (payload) => (Array.isArray(payload) ? payload : [payload]),
  read(payload, context) {
    const event = ChangeEvent.safeParse(payload).data;
    if (!event?.subscriptionType || !isRecord(payload)) {
      return refuse('not-hubspot', 'This is no HubSpot event: it has no subscriptionType.', 'subscriptionType');
    }
    const { attemptNumber: _varies, ...content } = payload;
    return readFinding(asSent(event, event.subscriptionType, content), context, createNotes(context.notes));
  },
};

function asSent(event: ChangeEvent, subscriptionType: string, content: unknown): SentFinding {
  const [named = '', change = ''] = subscriptionType.split('.');
  const type = named === 'object' ? (OBJECT_TYPES.get(event.objectTypeId ?? '') ?? event.objectTypeId ?? named) : named;
  const { said, kind } = CHANGES.get(change) ?? {};
  const record = event.objectId ?? event.primaryObjectId ?? event.fromObjectId;
  return {
    uid: uidOf(event),
    content,
    titles: [said ? `${type.charAt(0).toUpperCase()}${type.slice(1)} ${said}` : subscriptionType],
    kind,
    grade: 'event',
    products: ['HubSpot'],
    severity: { is: undefined, word: undefined },
    time: event.occurredAt,
    ...readOrigin(event),
    objects: [
      { type, name: record },
      { type: 'property', name: event.propertyName },
    ],
    observables: [
      { type: 'hubspot-record', value: record },
      { type: 'hubspot-portal', value: event.portalId },
      { type: 'hubspot-change-source', value: event.changeSource },
    ],
    rule: { uid: subscriptionType },
  };
}

/** HubSpot does not promise that `eventId` is unique; the three together are. */
const uidOf = ({ eventId, subscriptionId, occurredAt }: ChangeEvent): string | undefined =>
  eventId && subscriptionId && occurredAt !== undefined ? `${eventId}/${subscriptionId}/${occurredAt}` : undefined;

/** `appId` is the app that is told, which is Cordon's own; who did it is in `sourceId`. */
function readOrigin({ changeSource, sourceId }: ChangeEvent): Pick<SentFinding, 'actor' | 'integration'> {
  const person = sourceId?.match(/^userId:(\d{1,20})$/)?.[1];
  if (person) return { actor: { ids: { hubspot: person } } };
  const isApp = changeSource === 'INTEGRATION' && /^\d{1,20}$/.test(sourceId ?? '');
  return isApp ? { integration: { id: sourceId } } : {};
}
