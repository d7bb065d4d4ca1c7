import type { Detection } from '../detection.ts';
import { createNotes, type Notes } from '../reading/notes.ts';
import { kindOfRule } from '../reading/published-rules.ts';
import { readFinding, type SentFinding } from '../reading/read-finding.ts';
import { byWord } from '../reading/severity.ts';
import { attribute } from './datadog/attributes.ts';
import { Template } from './datadog/schema.ts';
import { isRecord, refuse, type Sender } from './sender.ts';

/** Datadog Cloud SIEM signals in our template. See docs/senders/datadog.md. */
export const datadog: Sender = {
  id: 'datadog',
  name: 'Datadog Cloud SIEM',
  read(payload, context) {
    if (!isRecord(payload) || payload.cordon_template !== 'datadog/1') {
      const wrong = 'it must be an object that says "cordon_template": "datadog/1".';
      return refuse('not-the-template', `The body is not Cordon’s template for Datadog: ${wrong}`, 'cordon_template');
    }
    const notes = createNotes(context.notes);
    return readFinding(asSent(Template.parse(payload), notes), context, notes);
  },
};

function asSent(signal: Template, notes: Notes): SentFinding {
  const { rule, title, date } = signal;
  const tags = signal.tags?.split(/,\s*/) ?? [];
  return {
    uid: signal.signal_id,
    content: { rule, title, date, groupBy: signal.group_by },
    titles: [title, rule?.name],
    message: signal.message,
    kind: kindOfRule(rule?.id, rule?.name),
    products: [...valuesOfTag(tags, 'source'), ...attribute(signal, 'service'), rule?.name],
    severity: byWord(signal.severity),
    status: readStatus(signal),
    time: date,
    subject: readSubject(signal, notes),
    integration: { name: attribute(signal, 'application')[0] },
    addresses: readPlaces(signal),
    observables: attribute(signal, 'http.useragent').map((value) => ({ type: 'user-agent', value })),
    rule: {
      uid: rule?.id,
      name: rule?.name,
      techniques: valuesOfTag(tags, 'technique').flatMap((word) => word.match(/^T\d{4}(\.\d{3})?(?=-|$)/i)?.[0] ?? []),
    },
    link: signal.link,
  };
}

/** Tags are key:value; those of a published rule say "technique:T1671-cloud-application-integration". */
const valuesOfTag = (tags: readonly string[], key: string): string[] =>
  tags.filter((tag) => tag.startsWith(`${key}:`)).map((tag) => tag.slice(key.length + 1));

/** `usr` is who did it in some signals and whom it was done to in others, so it is only whom the signal is about. */
function readSubject(signal: Template, notes: Notes) {
  const [id, name, email] = ['usr.id', 'usr.name', 'usr.email'].map((part) => attribute(signal, part));
  const people = Math.max(id?.length ?? 0, name?.length ?? 0, email?.length ?? 0);
  if (people > 1) {
    notes.add(`The signal is about more than one account: ${people}. Group the rule by @usr.email to have one each.`);
    return { email: email?.[0], ...(email?.[0] === undefined && { userName: name?.[0] ?? id?.[0] }) };
  }
  return { email: email?.[0], userName: name?.[0], uid: id?.[0] };
}

/** Datadog's place belongs to the address only where there is one of each. */
function readPlaces(signal: Template) {
  const ips = attribute(signal, 'network.client.ip');
  const only = (name: string) => {
    const values = attribute(signal, `network.client.geoip.${name}`);
    return ips.length === 1 && values.length === 1 ? values[0] : undefined;
  };
  const place = [only('city.name'), only('country.name')].filter(Boolean).join(', ') || undefined;
  return ips.map((ip) => ({ ip, place, network: only('as.name') }));
}

function readStatus(signal: Template): Detection['status'] {
  if (attribute(signal, 'workflow.triage.state')[0] !== 'archived') return 'new';
  const [reason] = [
    ...attribute(signal, 'workflow.triage.archive_reason'),
    ...attribute(signal, 'workflow.triage.archiveReason'),
  ];
  return reason === 'false_positive' ? 'false-positive' : 'closed';
}
