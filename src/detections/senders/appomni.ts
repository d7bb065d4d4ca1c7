import { z } from 'zod';
import type { Severity } from '../detection.ts';
import { list, maybe, measure, number, text } from '../reading/lenient.ts';
import { createNotes, type Notes } from '../reading/notes.ts';
import { kindOfRule } from '../reading/published-rules.ts';
import { readFinding } from '../reading/read-finding.ts';
import { byTable } from '../reading/severity.ts';
import { emailAddress } from '../reading/text.ts';
import { isRecord, refuse, type Sender } from './sender.ts';

/** AppOmni counts down: 0 is the worst. */
const SEVERITY: Readonly<Record<number, Severity>> = { 0: 'critical', 1: 'high', 2: 'medium', 3: 'low', 4: 'info' };

/** An AppOmni alert: only the fields Cordon uses. */
const Alert = z.object({
  appomni: maybe(z.object({ event: maybe(z.object({ id: text, dataset: text })) })),
  event: maybe(z.object({ kind: text, severity: number, created: measure })),
  message: text,
  related: maybe(
    z.object({
      event: list(text),
      ip: list(text),
      user: list(text),
      services: maybe(z.object({ type: list(text) })),
    }),
  ),
  rule: maybe(
    z.object({
      name: text,
      uuid: text,
      threat: maybe(z.object({ technique: maybe(z.object({ id: list(z.string()) })) })),
    }),
  ),
  timestamp: measure,
  '@timestamp': measure,
});
type Alert = z.infer<typeof Alert>;

/** AppOmni's alerts. See docs/senders/appomni.md. */
export const appomni: Sender = {
  id: 'appomni',
  name: 'AppOmni',
  split: (payload) => (Array.isArray(payload) ? payload : [payload]),
  read(payload, context) {
    const alert = Alert.parse(isRecord(payload) ? payload : {});
    const { appomni: envelope, event, rule, message } = alert;
    if (!envelope) return refuse('not-an-alert', 'The body is not what AppOmni sends: it has no appomni.', 'appomni');
    if ((event?.kind ?? 'alert').trim().toLowerCase() !== 'alert') {
      const what = 'This is an event of AppOmni’s log and no detection: its event.kind is not "alert".';
      return refuse('no-detection', `${what} Send alerts only.`, 'event.kind');
    }
    const notes = createNotes(context.notes);
    const services = [...new Set(alert.related?.services?.type)];
    return readFinding(
      {
        uid: envelope.event?.id,
        content: { rule: rule?.uuid, message, related: alert.related, at: alert.timestamp ?? alert['@timestamp'] },
        titles: [message, rule?.name],
        kind: kindOfRule(rule?.uuid, rule?.name),
        products: services.length === 1 ? services : [],
        severity: byTable(SEVERITY, event?.severity),
        time: alert.timestamp ?? alert['@timestamp'] ?? event?.created,
        subject: readSubject(alert, notes),
        addresses: (alert.related?.ip ?? []).map((ip) => ({ ip })),
        objects: services.map((name) => ({ type: 'service', name })),
        observables: (alert.related?.event ?? []).map((value) => ({ type: 'appomni-event', value })),
        rule: { uid: rule?.uuid, name: rule?.name, techniques: [...new Set(rule?.threat?.technique?.id)] },
      },
      context,
      notes,
    );
  },
};

/** `related.user` does not say who did it and to whom it was done, so it is only whom the alert is about. */
function readSubject({ related }: Alert, notes: Notes) {
  const [first, ...others] = new Set(related?.user);
  if (others.length > 0) notes.add(`AppOmni relates other accounts to this besides the one shown: ${others.length}.`);
  return emailAddress(first) ? { email: first } : { userName: first };
}
