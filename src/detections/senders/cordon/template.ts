import { z } from 'zod';

const text = (description: string) => z.string().min(1).describe(description);
const numeric = (description: string) =>
  z.union([z.number(), z.string().min(1)], 'must be a number.').describe(description);

const Party = z.object({
  email: text('The e-mail address.').optional(),
  name: text('The name, as colleagues know it.').optional(),
  ids: z
    .record(z.string(), z.union([z.string(), z.number()], 'must be text.'))
    .describe('Ids by system: {"okta": "00u…", "salesforce": "005…"}.')
    .optional(),
});

const Address = z.object({
  ip: text('The IP address.'),
  place: text('Where it is, as you know it: "Rotterdam, Netherlands".').optional(),
  network: text('Whose network it is: "Example Telecom, AS64500".').optional(),
});

const Transfer = z.object({
  vendor: text('The product that holds it: quickbooks.'),
  id: text('Its id in that product.'),
  kind: text('What it is there: bill-payment, transfer.').optional(),
  amount: numeric('The amount, best as text: "48200.00".'),
  currency: z
    .string()
    .regex(/^[A-Za-z]{3}$/, 'must be a currency code like EUR.')
    .describe('The currency: EUR.'),
  payee: z
    .object({ id: text('Its id in that product.').optional(), name: text('The name of who is paid.') })
    .describe('Who is paid.'),
  due_at: z
    .union([z.string().min(1), z.number()], 'must be a time.')
    .describe('When it leaves: 2026-11-22T16:00:00+01:00.')
    .optional(),
});

/** Cordon's own template as it is sent. Blank fields are taken out before, so a template may leave what it does not know empty. */
export const Template = z
  .object({
    cordon: z.literal('detection/1').describe('Says that this is the template, and its version.'),
    id: z
      .union([z.string().min(1), z.number()], 'must be text.')
      .describe('Your id of this finding. The same id again is the same finding.'),
    title: text('What happened, in one line.'),
    occurred_at: z
      .union([z.string().min(1), z.number()], 'must be a time.')
      .describe('When it happened: RFC 3339 with a zone, or milliseconds since 1970.'),
    kind: text(
      'The word playbooks match on: connected-app-exfiltration, vendor-bank-change; anything else gets the general playbook.',
    ).optional(),
    message: text('More about it, in sentences.').optional(),
    severity: text('info, low, medium, high or critical. Without it: medium.').optional(),
    product: text('Where it happened: salesforce, okta, quickbooks, …').optional(),
    subject: Party.describe('Whose access this is about.').optional(),
    actor: Party.describe('Who did it, when that is somebody else.').optional(),
    target: Party.describe('To whom it was done, when the two are told apart.').optional(),
    status: z
      .enum(['new', 'closed', 'false-positive'], 'must be new, closed or false-positive.')
      .describe('closed or false-positive: it is recorded and nobody is paged. Without it: new.')
      .optional(),
    grade: z
      .enum(['finding', 'event'], 'must be finding or event.')
      .describe(
        'event: something ordinary by itself that belongs to a story. It joins a case and opens none. Without it: finding.',
      )
      .optional(),
    integration: z
      .object({ name: text('Its name.').optional(), id: text('Its id in the product.').optional() })
      .describe('The app or client it was done with.')
      .optional(),
    addresses: z
      .array(z.union([z.string(), Address], 'must be an IP address, or an object with ip.'))
      .describe('Where it came from.')
      .optional(),
    counts: z
      .array(
        z.object({
          what: text('What was counted: contacts read.'),
          count: numeric('How many.'),
          usual: numeric('How many are usual.').optional(),
        }),
      )
      .describe('Numbers, beside what is usual.')
      .optional(),
    objects: z
      .array(
        z.union(
          [z.string(), z.object({ type: text('Its type.').optional(), name: text('Its name.') })],
          'must be a name, or an object with name.',
        ),
      )
      .describe('What was touched: Contact, Monthly report.')
      .optional(),
    observables: z
      .array(z.object({ type: text('What it is: session, user-agent, domain.'), value: text('Its value.') }))
      .describe('Whatever else can be searched for.')
      .optional(),
    amount: z
      .object({ value: numeric('The sum, best as text: "48200.00".'), currency: text('The currency: EUR.').optional() })
      .describe('A sum of money, where no transfer is known.')
      .optional(),
    payee: z
      .object({ id: text('Its id in the product.').optional(), name: text('Its name.').optional() })
      .describe('Who is paid, where no transfer is known.')
      .optional(),
    transfer: Transfer.describe('The transfer of money this is about.').optional(),
    rule: z
      .object({
        name: text('The name of the rule.').optional(),
        uid: text('Its id.').optional(),
        techniques: z.array(z.string()).describe('ATT&CK techniques: T1213.004.').optional(),
        analytics: z.array(z.string()).describe('ATT&CK analytics: AN1520.').optional(),
        attack_version: text('The ATT&CK version: 18.1.').optional(),
      })
      .describe('What fired.')
      .optional(),
    link: text('Where a person can read more; a web address.').optional(),
  })
  .describe('A detection in Cordon\u2019s own template.');
export type Template = z.infer<typeof Template>;
