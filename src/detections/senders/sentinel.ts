import type { Detection } from '../detection.ts';
import { MOST_ENTRIES } from '../reading/lenient.ts';
import { createNotes, grouped, type Notes } from '../reading/notes.ts';
import { readFinding } from '../reading/read-finding.ts';
import { byWord } from '../reading/severity.ts';
import { LONGEST, showable } from '../reading/text.ts';
import { isRecord, refuse, type Sender } from './sender.ts';
import { readDetails } from './sentinel/custom-details.ts';
import { readEntities } from './sentinel/entities.ts';
import { Incident } from './sentinel/schema.ts';

/** A Microsoft Sentinel incident, as a Logic App posts what its trigger gave it. See docs/senders/sentinel.md. */
export const sentinel: Sender = {
  id: 'sentinel',
  name: 'Microsoft Sentinel',
  read(payload, context) {
    const sent = isRecord(payload) && isRecord(payload.object) ? payload.object : payload;
    if (!isRecord(sent) || !isRecord(sent.properties)) {
      const reason =
        'The body is not a Microsoft Sentinel incident: there is no object.properties. In the Logic App, use the trigger "Microsoft Sentinel incident" and post its whole body.';
      return refuse('not-an-incident', reason, 'object.properties');
    }
    const notes = createNotes(context.notes);
    const incident = Incident.parse(sent);
    for (const name of ['alerts', 'relatedEntities']) noteLength(name, sent.properties[name], notes);
    return readFinding(asSent(incident, notes), context, notes);
  },
};

function asSent({ id, name, properties }: Incident, notes: Notes) {
  const { additionalData, alerts } = properties;
  const entities = readEntities(properties.relatedEntities, notes);
  const details = readDetails(alerts, notes);
  const alertsCount = Number(additionalData?.alertsCount ?? 0) > 1 ? additionalData?.alertsCount : undefined;
  return {
    ...details,
    ...entities,
    uid: name ?? id,
    content: properties,
    titles: [properties.title, properties.description],
    message: properties.description,
    products: [
      ...(details.products ?? []),
      ...entities.products,
      ...alerts.map((alert) => alert.properties?.productName),
      ...(additionalData?.alertProductNames ?? []),
    ],
    severity: byWord(properties.severity),
    status: readStatus(properties, notes),
    time: properties.firstActivityTimeUtc ?? properties.lastActivityTimeUtc ?? properties.createdTimeUtc,
    objects: [...entities.objects, ...(details.objects ?? [])],
    counts: [...(details.counts ?? []), { what: 'alerts', count: alertsCount }],
    rule: {
      name: alerts.map((alert) => alert.properties?.alertDisplayName).find(Boolean),
      uid: properties.relatedAnalyticRuleIds[0]?.split('/').at(-1),
      techniques: additionalData?.techniques ?? [],
    },
    link: properties.incidentUrl,
  };
}

function readStatus({ status, classification }: Incident['properties'], notes: Notes): Detection['status'] {
  const isClosed = status?.toLowerCase() === 'closed';
  if (!isClosed) {
    if (status?.toLowerCase() === 'active') notes.add('At the sender this is already in progress.');
    return 'new';
  }
  if (classification?.toLowerCase() === 'falsepositive') return 'false-positive';
  const verdict = showable(classification, LONGEST.word, 'classification', notes);
  if (verdict) notes.add(`Sentinel closed it as "${verdict}".`);
  return 'closed';
}

function noteLength(name: string, value: unknown, notes: Notes): void {
  if (Array.isArray(value) && value.length > MOST_ENTRIES)
    notes.add(`The incident has ${grouped(value.length)} ${name}; the first ${MOST_ENTRIES} were read.`);
}
