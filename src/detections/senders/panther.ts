import { createNotes } from '../reading/notes.ts';
import { readFinding } from '../reading/read-finding.ts';
import { byWord } from '../reading/severity.ts';
import { readContext } from './panther/context.ts';
import { readKind } from './panther/kind.ts';
import { Alert } from './panther/schema.ts';
import { isRecord, refuse, type Sender } from './sender.ts';

/** Alert types by which Panther speaks of itself: a rule that failed, a log source that went silent. */
const ABOUT_ITSELF = /^(\w+_ERROR|SYSTEM\w*)$/i;

/** Panther's custom webhook. See docs/senders/panther.md. */
export const panther: Sender = {
  id: 'panther',
  name: 'Panther',
  read(payload, context) {
    const alert = Alert.parse(isRecord(payload) ? payload : {});
    if (!alert.alertId && !(alert.id && alert.title)) {
      return refuse('not-an-alert', 'The body is not what Panther sends: it has no alertId.', 'alertId');
    }
    if (alert.type && ABOUT_ITSELF.test(alert.type.trim())) {
      const advice = 'Leave error alerts out of this destination.';
      return refuse('no-detection', `This alert is about Panther itself and detects nothing. ${advice}`, 'type');
    }
    const notes = createNotes(context.notes);
    return readFinding(
      {
        uid: alert.alertId,
        content: { rule: alert.id, title: alert.title, createdAt: alert.createdAt },
        titles: [alert.title, alert.name],
        message: alert.description,
        kind: readKind(alert),
        products: [alert.id?.split('.')[0], ...alert.tags],
        severity: byWord(alert.severity),
        time: alert.createdAt,
        ...(alert.alertContext && readContext(alert.alertContext, notes)),
        rule: { uid: alert.id, name: alert.name },
        link: alert.link,
      },
      context,
      notes,
    );
  },
};
