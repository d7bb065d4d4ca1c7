import type { Detection } from '../detection.ts';
import { MOST_ENTRIES } from '../reading/lenient.ts';
import { createNotes, grouped, type Notes } from '../reading/notes.ts';
import { readFinding } from '../reading/read-finding.ts';
import { byWord } from '../reading/severity.ts';
import { readEvidence } from './graph/evidence.ts';
import { Alert } from './graph/schema.ts';
import { isRecord, refuse, type Sender } from './sender.ts';

/** What Graph calls the products that raise alerts, in the names they are sold under. */
const SERVICES: Readonly<Record<string, string>> = {
  azureAdIdentityProtection: 'Microsoft Entra ID Protection',
  dataLossPrevention: 'Microsoft Purview Data Loss Prevention',
  microsoft365Defender: 'Microsoft Defender XDR',
  microsoftAppGovernance: 'Microsoft app governance',
  microsoftDefenderForCloud: 'Microsoft Defender for Cloud',
  microsoftDefenderForCloudApps: 'Microsoft Defender for Cloud Apps',
  microsoftDefenderForEndpoint: 'Microsoft Defender for Endpoint',
  microsoftDefenderForIdentity: 'Microsoft Defender for Identity',
  microsoftDefenderForOffice365: 'Microsoft Defender for Office 365',
  microsoftSentinel: 'Microsoft Sentinel',
};

/** What a change notification has and an alert has not. */
const NOTIFICATION_FIELDS = ['subscriptionId', 'resourceData', 'lifecycleEvent'];

/** Microsoft Graph security alerts, version 2: one, or a page of them. See docs/senders/graph.md. */
export const graph: Sender = {
  id: 'graph',
  name: 'Microsoft Graph security alerts',
  split(payload) {
    const alerts = isRecord(payload) && 'value' in payload ? payload.value : payload;
    if (!Array.isArray(alerts)) return [alerts];
    return alerts.length === 0 ? refuse('no-alert', 'The list of alerts is empty.', 'value') : alerts;
  },
  read(payload, context) {
    if (isRecord(payload) && NOTIFICATION_FIELDS.some((field) => field in payload)) {
      const reason =
        'This is a change notification: it says that an alert exists and does not hold it. Have a Logic App or a Function get the alert and post the alert itself here.';
      return refuse('pull-needed', reason);
    }
    if (!isRecord(payload) || !('id' in payload || 'title' in payload)) {
      const reason = 'This is not a Microsoft Graph security alert: it has neither an id nor a title.';
      return refuse('not-an-alert', reason, 'id');
    }
    const notes = createNotes(context.notes);
    const { evidence } = payload;
    if (Array.isArray(evidence) && evidence.length > MOST_ENTRIES)
      notes.add(`The alert has ${grouped(evidence.length)} pieces of evidence; the first ${MOST_ENTRIES} were read.`);
    return readFinding(asSent(Alert.parse(payload), notes), context, notes);
  },
};

function asSent(alert: Alert, notes: Notes) {
  const reportedBy = readService(alert.serviceSource);
  const evidence = readEvidence(alert.evidence, notes);
  return {
    ...evidence,
    uid: alert.id,
    content: alert,
    titles: [alert.title, alert.description, alert.category],
    message: alert.description,
    reportedBy,
    products: [...evidence.products, reportedBy],
    severity: byWord(alert.severity),
    status: readStatus(alert, notes),
    time: alert.firstActivityDateTime ?? alert.lastActivityDateTime ?? alert.createdDateTime,
    rule: { uid: alert.detectorId, techniques: alert.mitreTechniques },
    link: alert.alertWebUrl ?? alert.incidentWebUrl,
  };
}

const readService = (source: string | undefined): string | undefined => {
  if (source === undefined || /^unknown(FutureValue)?$/.test(source)) return undefined;
  return Object.hasOwn(SERVICES, source) ? SERVICES[source] : source;
};

function readStatus({ status, classification }: Alert, notes: Notes): Detection['status'] {
  if (classification === 'falsePositive') return 'false-positive';
  if (classification === 'informationalExpectedActivity')
    notes.add('The sender’s verdict is that this activity was expected.');
  if (status === 'inProgress') notes.add('At the sender this is already in progress.');
  return status === 'resolved' ? 'closed' : 'new';
}
