import { asNumber, readIp } from '../reading/addresses.ts';
import { createNotes, type Notes } from '../reading/notes.ts';
import { readFinding, type SentFinding } from '../reading/read-finding.ts';
import { LONGEST, showable } from '../reading/text.ts';
import { EVENT_TYPES, type EventType } from './okta-event-hook/event-types.ts';
import { isApp, isThing, readPeople } from './okta-event-hook/people.ts';
import { LogEvent } from './okta-event-hook/schema.ts';
import { isRecord, refuse, type Sender } from './sender.ts';

/** Outcomes that say it was done; the others (FAILURE, DENY, DEFERRED, …) say it was not, or not yet. */
const DONE = /^(SUCCESS|ALLOW)$/i;

/** Okta's event hooks: batches of System Log events. See docs/senders/okta-event-hook.md. */
export const oktaEventHook: Sender = {
  id: 'okta-event-hook',
  name: 'Okta event hook',
  split(payload) {
    const data = isRecord(payload) ? payload.data : undefined;
    const events = isRecord(data) ? data.events : undefined;
    return Array.isArray(events) && events.length > 0
      ? events
      : refuse('not-an-event-hook', 'The body is not what an Okta event hook sends: data.events is no list of events.');
  },
  read(payload, context) {
    if (!isRecord(payload)) return refuse('not-an-object', 'An event is not a JSON object.', 'data.events');
    const event = LogEvent.parse(payload);
    if (!event.eventType) return refuse('no-event-type', 'An event has no eventType.', 'data.events.eventType');
    const notes = createNotes(context.notes);
    return readFinding(asSent(event, payload, notes), context, notes);
  },
};

function asSent(event: LogEvent, payload: Record<string, unknown>, notes: Notes): SentFinding {
  const known = EVENT_TYPES.get(event.eventType ?? '');
  const undone = readOutcome(event, known, notes);
  return {
    uid: event.uuid,
    content: payload,
    titles: [event.displayMessage, event.eventType].map((words) => (words && undone ? `${undone}: ${words}` : words)),
    message: event.outcome?.reason,
    kind: undone ? undefined : known?.kind,
    grade: known?.grade ?? 'event',
    products: ['Okta'],
    severity: readSeverity(event, known, notes),
    time: event.published,
    ...readPeople(event, notes),
    addresses: readPlaces(event, notes),
    objects: readObjects(event),
    observables: readObservables(event),
    rule: { uid: event.eventType },
  };
}

/** Okta's word for an outcome by which nothing happened, so that it is told and never read as done. What Okta itself found is found all the same. */
function readOutcome({ outcome }: LogEvent, known: EventType | undefined, notes: Notes): string | undefined {
  const result = showable(outcome?.result, LONGEST.word, 'outcome', notes);
  if (!result) notes.add('Okta does not say whether it succeeded.');
  if (!result || DONE.test(result)) return undefined;
  const isFinding = known?.grade === 'finding';
  notes.add(`Okta gives its outcome as ${result}${isFinding ? '' : ', so it is not read as done'}.`);
  return isFinding ? undefined : result;
}

function readSeverity({ severity }: LogEvent, known: EventType | undefined, notes: Notes): SentFinding['severity'] {
  if (!known) notes.add('Okta gives no severity with this type of event (its own is a log level); treated as medium.');
  return { is: known?.severity ?? 'medium', word: severity };
}

/** Where it was done from. Who reports something does so from elsewhere than where it happened: both are kept. */
function readPlaces({ client, securityContext: network, debugContext }: LogEvent, notes: Notes) {
  const { city, state, country } = client?.geographicalContext ?? {};
  const number = asNumber(network?.asNumber);
  const ip = readIp(client?.ipAddress);
  if (ip && network?.isProxy) notes.add(`Okta says that ${ip} is a proxy.`);
  const reported = debugContext?.debugData;
  return [
    {
      ip: client?.ipAddress,
      place: joined(city, state, country),
      network: joined(network?.asOrg ?? network?.isp, number),
    },
    {
      ip: reported?.suspiciousActivityEventIp,
      place: joined(
        reported?.suspiciousActivityEventCity,
        reported?.suspiciousActivityEventState,
        reported?.suspiciousActivityEventCountry,
      ),
    },
  ];
}

const joined = (...parts: readonly (string | undefined)[]): string | undefined =>
  parts.filter(Boolean).join(', ') || undefined;

const readObjects = ({ target, debugContext }: LogEvent): NonNullable<SentFinding['objects']> => [
  ...target.filter(isThing).map(({ type, displayName, alternateId, id }) => ({
    type,
    name: displayName ?? alternateId ?? id,
  })),
  { type: 'privilege', name: debugContext?.debugData?.privilegeGranted },
];

const readObservables = (event: LogEvent): NonNullable<SentFinding['observables']> => [
  { type: 'session', value: event.authenticationContext?.externalSessionId },
  { type: 'user-agent', value: event.client?.userAgent?.rawUserAgent },
  { type: 'okta-api-token', value: event.transaction?.detail?.requestApiTokenId },
  { type: 'okta-reported-event', value: event.debugContext?.debugData?.suspiciousActivityEventType },
  ...event.target.filter(isApp).map(({ id }) => ({ type: 'okta-app', value: id })),
];
