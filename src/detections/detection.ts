import { z } from 'zod';

export const Severity = z.enum(['info', 'low', 'medium', 'high', 'critical']);
export type Severity = z.infer<typeof Severity>;

/** Somebody as the sender names them. `ids` is by system: okta, salesforce, …, `username`, or `uid` when the system is not known. */
export const Party = z.object({
  email: z.string().optional(),
  name: z.string().optional(),
  ids: z.record(z.string(), z.string()),
});
export type Party = z.infer<typeof Party>;

export const Address = z.object({
  ip: z.string(),
  /** Not routed on the internet; nobody can say where it is. */
  private: z.boolean(),
  place: z.string().optional(),
  network: z.string().optional(),
});
export type Address = z.infer<typeof Address>;

export const Transfer = z.object({
  /** The connector that holds it: quickbooks. */
  vendor: z.string(),
  id: z.string(),
  kind: z.string().optional(),
  /** Decimal text, never a float: "48200.00". */
  amount: z.string(),
  currency: z.string(),
  payee: z.object({ id: z.string().optional(), name: z.string() }),
  dueAt: z.string().optional(),
});
export type Transfer = z.infer<typeof Transfer>;

/**
 * A delivery in Cordon's shape. Absent means the sender did not say it: nothing here is inferred, and what had to be reinterpreted is
 * told in `notes`. Times are ISO 8601 in UTC; every text is fit to be shown.
 */
export const Detection = z.object({
  source: z.string(),
  /** The sender's own id of the finding, or a hash of what identifies it where there is none. */
  senderUid: z.string(),
  /** The product that reported it, when that is not the sender itself: "Okta System Log". */
  reportedBy: z.string().optional(),
  title: z.string(),
  message: z.string().optional(),
  /**
   * `finding`: the sender judged that something is wrong. `event`: something happened that is ordinary by itself (a factor was reset, a
   * supplier was changed): it is kept, joins a case and can complete a chain, and opens no case alone.
   */
  grade: z.enum(['finding', 'event']).default('finding'),
  rule: z.object({
    name: z.string().optional(),
    uid: z.string().optional(),
    /** ATT&CK technique ids: T1213.004. */
    techniques: z.array(z.string()),
    /** ATT&CK analytic ids: AN1520. */
    analytics: z.array(z.string()),
    attackVersion: z.string().optional(),
  }),
  /** What happened, in the words playbooks and chains match on (see kinds.ts). */
  kind: z.string().optional(),
  /** The connector id where Cordon has one (salesforce, okta, quickbooks), else the name in small letters. */
  product: z.string().optional(),
  productName: z.string().optional(),
  severity: Severity,
  /** The sender's own word or number, null when it gave none. */
  senderSeverity: z.string().nullable(),
  status: z.enum(['new', 'closed', 'false-positive']),
  occurredAt: z.iso.datetime(),
  /** The sender's own spelling of the time, where it differs. */
  originalTime: z.string().optional(),
  receivedAt: z.iso.datetime(),
  /** Whose access this is about. */
  subject: Party.optional(),
  /** Who did it. */
  actor: Party.optional(),
  /** To whom it was done, where the sender tells the two apart: the person whose factors the help desk reset. */
  target: Party.optional(),
  /** The app or client it was done with. */
  integration: z.object({ name: z.string().optional(), id: z.string().optional() }).optional(),
  addresses: z.array(Address),
  objects: z.array(z.object({ type: z.string().optional(), name: z.string() })),
  counts: z.array(z.object({ what: z.string(), count: z.number(), usual: z.number().optional() })),
  /** Whatever else the sender names that can be searched for: a session, a user agent, an app, a domain, a file. */
  observables: z.array(z.object({ type: z.string(), value: z.string() })).default([]),
  /** A sum of money the sender names. Decimal text, never a float. */
  amount: z.object({ value: z.string(), currency: z.string().optional() }).optional(),
  payee: z.object({ id: z.string().optional(), name: z.string().optional() }).optional(),
  /** A transfer that is known well enough to be held or released; anything less is only `amount` and `payee`. */
  transfer: Transfer.optional(),
  link: z.string().optional(),
  /** Sentences on what was missing, implausible or reinterpreted. */
  notes: z.array(z.string()),
});
export type Detection = z.infer<typeof Detection>;
