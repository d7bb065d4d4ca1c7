import { z } from 'zod';
import { amount, apiUrl, email, locale, prefixedSecret, secret, slackId, text, timeZone } from './fields.ts';
import { Legal } from './legal.ts';
import { Mapping } from './mapping.ts';
import { Storm, sourceHabits } from './noise.ts';
import { Routing } from './routing.ts';
import { SourceAuth } from './source-auth.ts';
import { OwnServer, stepUpPolicy } from './step-up.ts';

const Organisation = z
  .strictObject({
    name: text('The name of the organisation, as it stands on reports.'),
    domains: z
      .array(
        z
          .string()
          .toLowerCase()
          .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'is not a domain; write one like example.com.'),
      )
      .min(1, 'empty. Add the domains of your e-mail addresses.')
      .describe('The domains of its e-mail addresses; people outside them are shown as such.'),
  })
  .describe('Whose installation this is: its name and domains.');

const Slack = z
  .strictObject({
    bot_token: prefixedSecret('xoxb-', `The bot token of the Slack app (Install App), as \${SLACK_BOT_TOKEN}.`),
    signing_secret: secret(`The signing secret of the Slack app (Basic Information), as \${SLACK_SIGNING_SECRET}.`),
    app_token: prefixedSecret(
      'xapp-',
      `An app-level token with connections:write, as \${SLACK_APP_TOKEN}. With it Cordon uses Socket Mode and needs no public address.`,
    ).optional(),
    team: slackId(
      /^[TE][A-Z0-9]{4,}$/,
      'T0123ABCD',
      'The id of the Slack workspace; clicks from any other are refused.',
    ),
    app: slackId(/^A[A-Z0-9]{4,}$/, 'A0123ABCD', 'The id of the Slack app (Basic Information).'),
    api_url: apiUrl("The base address of Slack's Web API; only tests and GovSlack change it.").default(
      'https://slack.com/api/',
    ),
    channels: z
      .strictObject({
        triage: slackId(/^[CG][A-Z0-9]{4,}$/, 'C0123ABCD', 'The id of the channel where new cases are posted.'),
      })
      .describe('Where Cordon posts: the ids of its channels.'),
  })
  .describe('The Slack app: tokens, workspace and channels.');

export const Person = z
  .strictObject({
    name: text('The name, as colleagues know it.'),
    slack: slackId(
      /^[UW][A-Z0-9]{4,}$/,
      'U0123ABCD',
      'The Slack member id (Profile, Copy member ID). Handles can be re-used, ids cannot.',
    ),
    email: email('The work e-mail address.'),
  })
  .describe('One person: name, Slack member id and e-mail address.');
export type Person = z.infer<typeof Person>;

const people = (does: string, atLeast: number) =>
  z
    .strictObject({
      people: z.array(Person).meta({ description: `The people who ${does}; at least ${atLeast}.`, minItems: atLeast }),
      deputies: z
        .array(Person)
        .default([])
        .describe('Asked when the people above do not answer in time; they may do the same.'),
    })
    .describe(`Who may ${does}.`);

const Roles = z
  .strictObject({
    security: people('contain accounts', 1),
    finance: people('hold or release transfers', 2),
    legal: people('decide on notification', 1),
    manager: people('be asked when nobody else answered', 1),
  })
  .describe('Who may decide what. Nobody else can, whatever Slack says about them.');

const Source = z
  .strictObject({
    shape: z
      .string()
      .max(40)
      .describe("Who sends: ocsf, cordon (Cordon's own template), mapping, or a product as docs/senders names it."),
    auth: SourceAuth,
    mapping: Mapping.describe(
      "Which field of the sender's JSON is what, for shape: mapping. At least id, title and time; see docs/senders/mapping.md.",
    ).optional(),
    ...sourceHabits,
  })
  .refine(({ shape, mapping }) => (shape === 'mapping') === (mapping !== undefined), {
    path: ['mapping'],
    error: 'is read with shape: mapping only. Write shape: mapping, or take the mapping out.',
    when: ({ value }) => value instanceof Object,
  })
  .describe('One sender of detections: its shape and how it proves itself.');
export type Source = z.infer<typeof Source>;

const CLOCK_TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const clockTime = (description: string) =>
  z.string().regex(CLOCK_TIME, 'is not a time of day; write 09:00.').describe(description);

const BusinessHours = z
  .strictObject({
    days: z
      .array(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']))
      .min(1, 'empty. Then no hour would be a business hour.')
      .default(['mon', 'tue', 'wed', 'thu', 'fri'])
      .describe('Working days: mon, tue, wed, thu, fri, sat, sun.'),
    from: clockTime('When the working day begins, in the time zone above.').default('08:00'),
    to: clockTime('When the working day ends, on the same day.').default('18:00'),
  })
  .refine(({ from, to }) => from < to, { error: 'from must be earlier than to.' })
  .prefault({})
  .describe('When a transfer or a bulk export is ordinary; outside it weighs more.');

const Policy = z
  .strictObject({
    time_window_minutes: z
      .int()
      .min(1)
      .max(1440)
      .default(60)
      .describe(
        "ATT&CK's TimeWindow: detections about the same person or app this many minutes apart belong to one case.",
      ),
    anomalous_export_threshold: z
      .int()
      .min(1)
      .default(1000)
      .describe("ATT&CK's AnomalousExportThreshold: how many records above normal make an export worth a case."),
    transaction_threshold: z
      .record(z.string().regex(/^[A-Z]{3}$/, 'is not a currency code; write one like EUR.'), amount)
      .default({})
      .describe("ATT&CK's TransactionThreshold, by currency: from this amount on a transfer is large."),
    business_hours: BusinessHours,
    storm: Storm,
    approvals: z
      .record(
        z.string().regex(/^[a-z0-9-]+\.[a-z0-9-]+$/, 'is not an action; write one like quickbooks.void-bill-payment.'),
        z
          .array(
            z.strictObject({
              role: z.enum(['security', 'finance', 'legal', 'manager']).describe('Of which role.'),
              count: z.int().min(1).max(10).describe('How many different people.'),
            }),
          )
          .min(1, 'empty. Then nobody would have to agree.')
          .describe('Whose yes it takes, together.'),
      )
      .default({})
      .describe("Whose yes an action takes, by action id; without an entry the playbook's own rule holds."),
    ...stepUpPolicy,
  })
  .prefault({})
  .describe('The tunables, by the names MITRE ATT&CK gives them where it has one.');

/** cordon.yaml, with every `${NAME}` already replaced. Keys are spelled as in the file. */
export const Config = z.strictObject({
  organisation: Organisation,
  timezone: timeZone('The IANA time zone of business hours and reports, like Europe/Amsterdam.'),
  locale: locale('The language tag for numbers and amounts in reports.').default('en'),
  server: OwnServer,
  slack: Slack,
  roles: Roles,
  sources: z
    .record(
      z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'is not a usable name; small letters, digits and dashes.'),
      Source,
    )
    .refine((sources) => Object.keys(sources).length > 0, { error: 'empty. Nothing could ever arrive.' })
    .describe('Who may send detections, by name; the name is the last part of the address, /webhooks/NAME.'),
  routing: Routing,
  connectors: z
    .record(z.string(), z.unknown())
    .default({})
    .describe('The products Cordon can ask and act on, by connector id. Each has its own settings.'),
  protected_accounts: z
    .array(email('An account nobody acts on through Cordon.'))
    .default([])
    .describe(
      'Accounts Cordon never acts on (break-glass administrators, integration users); it says so and leaves it to people.',
    ),
  policy: Policy,
  legal: Legal,
});
export type Config = z.infer<typeof Config>;
