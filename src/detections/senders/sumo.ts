import { z } from 'zod';
import type { Severity } from '../detection.ts';
import { embedded, list, measure, text } from '../reading/lenient.ts';
import { createNotes, type Notes } from '../reading/notes.ts';
import type { PartyAsSent } from '../reading/parties.ts';
import { knownProduct } from '../reading/products.ts';
import { kindOfRule } from '../reading/published-rules.ts';
import { readFinding, type SentFinding } from '../reading/read-finding.ts';
import { byWord } from '../reading/severity.ts';
import { emailAddress } from '../reading/text.ts';
import { isRecord, refuse, type Sender } from './sender.ts';

/** What Sumo Logic's trigger types mean; "Resolved…" and "Normal" say that it is over. */
const TRIGGERS: ReadonlyMap<string, Severity> = new Map([
  ['critical', 'critical'],
  ['warning', 'medium'],
  ['missingdata', 'low'],
]);

/** A variable Sumo Logic did not know stays in the body as it was typed. */
const isPlaceholder = (value: string): boolean => /^\{\{[^{}]*\}\}$/.test(value.trim());
const filled = text.transform((value) => (value && isPlaceholder(value) ? undefined : value));

/** Columns of the query, named as docs/senders/sumo.md asks for; any other column is not read. */
const Rows = list(
  z.preprocess(
    inSmallLetters,
    z.object({ user: text, actor: text, target: text, app: text, src_ip: text, object: text, _count: measure }),
  ),
);
type Row = z.infer<typeof Rows>[number];

/** Cordon's template for Sumo Logic, `sumo/1`. */
const Template = z.object({
  id: filled,
  name: filled,
  description: filled,
  trigger: filled,
  severity: filled,
  kind: filled,
  product: filled,
  group: filled,
  start: filled,
  end: filled,
  url: filled,
  results: embedded(z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())])),
});
type Template = z.infer<typeof Template>;

/** Sumo Logic monitors and scheduled searches in our template. See docs/senders/sumo.md. */
export const sumo: Sender = {
  id: 'sumo',
  name: 'Sumo Logic',
  read(payload, context) {
    if (!isRecord(payload) || payload.cordon_template !== 'sumo/1') {
      const wrong = 'it must be an object that says "cordon_template": "sumo/1".';
      return refuse(
        'not-the-template',
        `The body is not Cordon’s template for Sumo Logic: ${wrong}`,
        'cordon_template',
      );
    }
    const notes = createNotes(context.notes);
    const alert = Template.parse(payload);
    if (alert.results === undefined && filled.parse(payload.results) !== undefined)
      notes.add('The results of the query could not be read: they are not JSON.');
    return readFinding(asSent(alert, notes), context, notes);
  },
};

function asSent(alert: Template, notes: Notes): SentFinding {
  const { id, name, start, end, group, trigger } = alert;
  const rows = Rows.parse(alert.results);
  const level = (trigger ?? '').toLowerCase().replaceAll(/\s/g, '');
  if (alert.product && !knownProduct(alert.product))
    notes.add('The product named in the template is not one Cordon knows; it was left out.');
  if (level.endsWith('missingdata')) notes.add('Sumo Logic reports that data is missing, not what somebody did.');
  return {
    uid: id && start && [id, start, ...(group ? [group] : [])].join('/'),
    content: { id, name, start, end, group, rows },
    titles: [name],
    message: alert.description,
    kind: alert.kind ?? kindOfRule(name),
    products: [alert.product, name],
    severity: alert.severity
      ? byWord(alert.severity)
      : { is: TRIGGERS.get(level.replace(/^resolved/, '')), word: trigger },
    status: /^(resolved|normal)/.test(level) ? 'closed' : 'new',
    time: end ?? start,
    ...readPeople(rows, notes),
    integration: { name: rows.find(({ app }) => app)?.app },
    addresses: rows.map((row) => ({ ip: row.src_ip })),
    objects: rows.map(({ object }) => ({ name: object })),
    counts: rows.map(({ object, _count }) => ({ what: object ?? 'results', count: _count })),
    rule: { uid: id, name },
    link: alert.url,
  };
}

/** One alert is one finding, so that it is about one person: the first. A monitor that alerts once per user says who in each. */
function readPeople(rows: readonly Row[], notes: Notes): Pick<SentFinding, 'subject' | 'actor' | 'target'> {
  const of = (column: 'user' | 'actor' | 'target') => [...new Set(rows.flatMap((row) => row[column] ?? []))];
  for (const column of ['user', 'actor', 'target'] as const) {
    const others = of(column).length - 1;
    if (others > 0) notes.add(`The results name others as ${column} besides the one shown: ${others}.`);
  }
  return { subject: asParty(of('user')[0]), actor: asParty(of('actor')[0]), target: asParty(of('target')[0]) };
}

const asParty = (words: string | undefined): PartyAsSent | undefined =>
  emailAddress(words) ? { email: words } : { userName: words };

function inSmallLetters(row: unknown): unknown {
  return isRecord(row)
    ? Object.fromEntries(Object.entries(row).map(([key, value]) => [key.toLowerCase(), value]))
    : row;
}
