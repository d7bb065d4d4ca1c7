import type { Detection } from '../detection.ts';
import { asNumber } from '../reading/addresses.ts';
import { createNotes, type Notes } from '../reading/notes.ts';
import { readCount } from '../reading/number.ts';
import { kindOfRule } from '../reading/published-rules.ts';
import { readFinding, type SentFinding } from '../reading/read-finding.ts';
import { byWord } from '../reading/severity.ts';
import { readLabels } from './secops/labels.ts';
import { readPerson, valuesOf } from './secops/people.ts';
import { type Event, type Noun, type Rule, RuleDetection } from './secops/schema.ts';
import { isRecord, refuse, type Sender } from './sender.ts';

/** Google SecOps (Chronicle) detections, as its API and its playbooks give them. See docs/senders/secops.md. */
export const secops: Sender = {
  id: 'secops',
  name: 'Google SecOps',
  split(payload) {
    if (isRecord(payload) && Array.isArray(payload.detections)) return payload.detections;
    return Array.isArray(payload) ? payload : [payload];
  },
  read(payload, context) {
    const sent = RuleDetection.parse(isRecord(payload) ? payload : {});
    const [rule, ...others] = sent.detection;
    if (!rule) return refuse('not-a-detection', 'The body is not a detection of Google SecOps.', 'detection');
    const notes = createNotes(context.notes);
    if (others.length > 0) notes.add(`The detection names ${others.length + 1} rules; the first is read.`);
    return readFinding(asSent(sent, rule, notes), context, notes);
  },
};

function asSent(sent: RuleDetection, rule: Rule, notes: Notes): SentFinding {
  const references = sent.collectionElements.flatMap((element) => element.references);
  const events = [sent.event, ...references.map(({ event }) => event)].flatMap((event) => event ?? []);
  const fields = [...rule.detectionFields, ...rule.outcomes];
  const labels = readLabels(rule);
  const isAlert = rule.alertState !== 'NOT_ALERTING';
  if (!isAlert) notes.add('Google SecOps does not alert on this rule, so it opens no case by itself.');
  if (!labels.severity && rule.riskScore !== undefined)
    notes.add('Google SecOps gives a risk score, which is not read as a severity.');
  return {
    uid: sent.id,
    content: { rule: rule.ruleId ?? rule.ruleName, fields: rule.detectionFields, window: sent.timeWindow },
    titles: [labels.ruleName ?? rule.ruleName],
    message: rule.description,
    kind: kindOfRule(labels.ruleId, rule.ruleId, rule.ruleName, labels.ruleName),
    grade: isAlert ? 'finding' : 'event',
    products: [...events.flatMap(productWords), ...labels.products],
    severity: byWord(labels.severity),
    status: readStatus(sent),
    time: sent.detectionTime ?? sent.timeWindow?.endTime ?? sent.createdTime,
    actor: readPerson('principal', events, fields, notes),
    target: readPerson('target', events, fields, notes),
    integration: { name: events.find(({ principal }) => principal?.application)?.principal?.application },
    addresses: [
      ...events.flatMap(({ principal }) => (principal ? placesOf(principal) : [])),
      ...valuesOf(fields, 'principal_ip').map((ip) => ({ ip })),
    ],
    objects: distinct(
      events.map(({ target }) => ({ type: target?.resource?.resourceType, name: target?.resource?.name })),
    ),
    counts: readCounts(rule),
    observables: distinct([
      ...events.map(({ network }) => ({ type: 'session', value: network?.sessionId })),
      ...events.map(({ network }) => ({ type: 'user-agent', value: network?.http?.userAgent })),
    ]),
    rule: {
      uid: rule.ruleId,
      name: rule.ruleName,
      techniques: labels.techniques,
      attackVersion: labels.attackVersion,
    },
    link: rule.urlBackToProduct,
  };
}

function readStatus({ feedbackSummary: feedback }: RuleDetection): Detection['status'] {
  if (feedback?.verdict === 'FALSE_POSITIVE') return 'false-positive';
  return feedback?.status === 'CLOSED' ? 'closed' : 'new';
}

const productWords = ({ metadata, target }: Event) => [
  target?.application,
  metadata?.productName,
  metadata?.vendorName,
];

const placesOf = ({ ip, ipGeoArtifact }: Noun) =>
  ip.map((address) => {
    const { location, network } = ipGeoArtifact.find((known) => known.ip === address) ?? {};
    const place = [location?.city, location?.state, location?.countryOrRegion].filter(Boolean).join(', ');
    const carrier = [network?.carrierName, asNumber(network?.asn)].filter(Boolean).join(', ');
    return { ip: address, place: place || undefined, network: carrier || undefined };
  });

/** Outcomes that are numbers, under the name the author of the rule gave them. The risk score counts nothing. */
const readCounts = ({ outcomes }: Rule) =>
  outcomes
    .filter(({ key, value }) => key !== 'risk_score' && readCount(value) !== undefined)
    .map(({ key, value }) => ({ what: key, count: value }));

const distinct = <Value>(values: readonly Value[]): Value[] => [
  ...new Map(values.map((value) => [JSON.stringify(value), value])).values(),
];
