import { z } from 'zod';
import { path, paths, place, placeOf } from './mapping-place.ts';

const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const;
const STATUSES = ['new', 'closed', 'false-positive'] as const;
const GRADES = ['finding', 'event'] as const;

const MOST_ENTRIES = 20;

/** No secret, though the sender's value it stands beside may be called reset_password. */
const WORD = { writeOnly: false };

const table = <Ours extends z.ZodType>(ours: Ours, description: string) =>
  z.record(z.string().max(200), ours.meta(WORD)).optional().describe(description);

const list = path(
  'Where the entries are, when there are many: alert.events. The paths beside it then start at each entry.',
);

const Party = z.strictObject({
  email: place('The e-mail address.').optional(),
  name: place('The name, as colleagues know it.').optional(),
  user_name: place('The name of the account; one that is an e-mail address is read as one.').optional(),
  ids: z
    .record(
      z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/, 'is not a system; write it in small letters: okta, salesforce.'),
      place('The id in that system.'),
    )
    .optional()
    .describe('Ids by system in small letters: okta, entra, salesforce. Used to act; map only what you are sure of.'),
});

const sections = <Entry extends z.ZodRawShape>(entry: Entry, description: string) =>
  z
    .array(z.strictObject({ list: list.optional(), ...entry }))
    .max(MOST_ENTRIES)
    .optional()
    .describe(description);

const Transfer = z.strictObject({
  vendor: place('The product that holds it: quickbooks.'),
  id: paths('Its id in that product. Without one in a delivery there is no transfer.'),
  kind: place('What it is there: bill-payment.').optional(),
  amount: place('The amount.'),
  currency: place('The currency: EUR.'),
  payee: z
    .strictObject({ id: place('Its id in that product.').optional(), name: place('The name of who is paid.') })
    .describe('Who is paid.'),
  due_at: place('When it leaves.').optional(),
});

const Rule = z.strictObject({
  name: place('The name of the rule.').optional(),
  uid: place('Its id.').optional(),
  techniques: z
    .array(place('ATT&CK techniques.'))
    .max(MOST_ENTRIES)
    .optional()
    .describe('ATT&CK techniques: T1213.004.'),
  analytics: z.array(place('ATT&CK analytics.')).max(MOST_ENTRIES).optional().describe('ATT&CK analytics: AN1520.'),
  attack_version: place('The ATT&CK version.').optional(),
});

const kindWord = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'is not a kind; write small letters and dashes: bulk-export.');

const Tables = z
  .strictObject({
    severity: table(
      z.enum(SEVERITIES),
      "The sender's values and what they are here: info, low, medium, high, critical.",
    ),
    status: table(z.enum(STATUSES), "The sender's values and what they are here: new, closed, false-positive."),
    grade: table(z.enum(GRADES), "The sender's values and what they are here: finding, event."),
    kind: table(kindWord, "The sender's values and the kind each is here: bulk-export."),
    product: table(z.string().trim().min(1).max(80), "The sender's values and the product each is: salesforce."),
  })
  .describe("What the sender's values mean, by exact value: severity: { P1: critical }.");

/**
 * Which field of a sender's own JSON is what, for a source with `shape: mapping`. Checked at the start; nothing in it is ever computed.
 * See docs/senders/mapping.md.
 */
export const Mapping = z
  .strictObject({
    list: path(
      'Where the findings are, when one body holds many: alerts. Other paths then start at each of them.',
    ).optional(),
    id: paths("The sender's id of the finding, the same whenever it sends it again: alert.id."),
    title: place('What happened, in one line: alert.title.'),
    time: paths('When it happened: alert.created_at.'),
    severity: placeOf(
      SEVERITIES,
      'How severe: alert.severity. Its values are words, or in tables.severity.',
    ).optional(),
    status: placeOf(STATUSES, 'Whether the sender has finished with it: alert.status, with tables.status.').optional(),
    grade: placeOf(
      GRADES,
      'event where something is ordinary by itself and only belongs to a story; else finding.',
    ).optional(),
    kind: place('The word playbooks match on: alert.type, with tables.kind.').optional(),
    product: place('Where it happened: alert.app, or { value: salesforce }.').optional(),
    reported_by: place('The product that found it, when the sender only passes it on.').optional(),
    message: place('More about it, in sentences.').optional(),
    link: place('Where a person can read more; a web address.').optional(),
    subject: Party.optional().describe('Whose access this is about.'),
    actor: Party.optional().describe('Who did it.'),
    target: Party.optional().describe('To whom it was done.'),
    integration: z
      .strictObject({ name: place('Its name.').optional(), id: place('Its id in the product.').optional() })
      .optional()
      .describe('The app or client it was done with.'),
    addresses: sections(
      {
        ip: place('The IP address.'),
        place: place('Where it is.').optional(),
        network: place('Whose network it is.').optional(),
      },
      'Where it came from.',
    ),
    objects: sections({ type: place('Its type.').optional(), name: place('Its name.') }, 'What was touched.'),
    counts: sections(
      {
        what: place('What was counted: { value: contacts read }.'),
        count: place('How many.'),
        usual: place('How many are usual.').optional(),
      },
      'Numbers, beside what is usual.',
    ),
    observables: sections(
      { type: place('What it is: { value: session }.'), value: place('Its value.') },
      'Whatever else can be searched for.',
    ),
    amount: z
      .strictObject({ value: place('The sum, taken as it is.'), currency: place('The currency: EUR.').optional() })
      .optional()
      .describe('A sum of money, where no transfer is known.'),
    payee: z
      .strictObject({ id: place('Its id in the product.').optional(), name: place('Its name.').optional() })
      .optional()
      .describe('Who is paid, where no transfer is known.'),
    transfer: Transfer.optional().describe('The transfer of money this is about.'),
    rule: Rule.optional().describe('What fired.'),
    tables: Tables.prefault({}),
  })
  .superRefine(({ tables, ...fields }, { addIssue }) => {
    for (const name of Object.keys(tables) as (keyof typeof tables)[]) {
      const from = fields[name];
      if (tables[name] === undefined || (from && 'paths' in from)) continue;
      const what = `is not used, since ${name} is not read from a path. Write ${name}: alert.${name}, or take the table out.`;
      addIssue({ code: 'custom', path: ['tables', name], message: what });
    }
  });
export type Mapping = z.infer<typeof Mapping>;
