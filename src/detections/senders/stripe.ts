import { z } from 'zod';
import type { Severity } from '../detection.ts';
import type { Kind } from '../kinds.ts';
import { maybe, measure, text } from '../reading/lenient.ts';
import { createNotes, type Notes } from '../reading/notes.ts';
import { readFinding, type SentFinding } from '../reading/read-finding.ts';
import { refuse, type Sender } from './sender.ts';
import { fromMinorUnits } from './stripe/amount.ts';

const StripeObject = z.object({
  id: text,
  object: text,
  amount: measure,
  currency: text,
  /** Where a payout or transfer goes: an external account, or a connected account. */
  destination: text,
  account_holder_name: text,
  last4: text,
  charge: text,
  payment_intent: text,
  fraud_type: text,
});
type StripeObject = z.infer<typeof StripeObject>;

const Event = z.object({
  object: text,
  id: text,
  type: text,
  created: measure,
  livemode: maybe(z.boolean()),
  account: text,
  data: maybe(z.object({ object: maybe(StripeObject) })),
  request: maybe(z.object({ id: text })),
});
type Event = z.infer<typeof Event>;

/** What Stripe's event types mean (https://docs.stripe.com/api/events/types); any other is an event of no kind. */
const EVENT_TYPES: ReadonlyMap<string, { said: string; kind?: Kind; finding?: Severity }> = new Map([
  ['account.external_account.created', { said: 'Payout account added', kind: 'payout-account' }],
  ['account.external_account.updated', { said: 'Payout account changed', kind: 'payout-account' }],
  ['external_account.updated', { said: 'Payout account changed', kind: 'payout-account' }],
  ['account.external_account.deleted', { said: 'Payout account removed' }],
  ['payout.created', { said: 'Payout created', kind: 'payment' }],
  ['transfer.created', { said: 'Transfer created', kind: 'payment' }],
  ['radar.early_fraud_warning.created', { said: 'Early fraud warning', finding: 'high' }],
]);

/** Stripe's webhooks (snapshot events). See docs/senders/stripe.md. */
export const stripe: Sender = {
  id: 'stripe',
  name: 'Stripe webhook',
  read(payload, context) {
    const event = Event.safeParse(payload).data;
    if (event?.object?.startsWith('v2.')) {
      const why = 'It is a thin event: it names an object and does not hold it.';
      return refuse('thin-event', `${why} Choose snapshot events for the endpoint in Stripe.`, 'object');
    }
    if (event?.object !== 'event' || !event.type) {
      return refuse(
        'not-stripe',
        'This is no Stripe event: it must be an object of "object": "event", with a type.',
        'object',
      );
    }
    const notes = createNotes(context.notes);
    const read = readFinding(asSent(event, payload, notes), context, notes);
    return read.ok ? { ...read, detection: { ...read.detection, product: 'stripe', productName: 'Stripe' } } : read;
  },
};

function asSent(event: Event, payload: unknown, notes: Notes): SentFinding {
  const known = EVENT_TYPES.get(event.type ?? '');
  const object = event.data?.object;
  if (event.livemode === false) notes.add('Stripe says that this is a test (livemode is false).');
  return {
    uid: event.id,
    content: payload,
    titles: [known?.said ?? event.type],
    message: object?.fraud_type,
    kind: known?.kind,
    grade: known?.finding ? 'finding' : 'event',
    severity: { is: known?.finding, word: undefined },
    ...(event.livemode === false && { status: 'closed' }),
    // In seconds, by Stripe's reference: nothing that a reader would have to be told.
    time: typeof event.created === 'number' ? event.created * 1000 : event.created,
    ...(object && readMoney(object, known?.kind, notes)),
    objects: [
      { type: object?.object?.replaceAll('_', ' '), name: object?.id },
      { type: 'account ending in', name: object?.last4 },
    ],
    observables: [
      { type: 'stripe-object', value: object?.id },
      { type: 'stripe-charge', value: object?.charge },
      { type: 'stripe-payment-intent', value: object?.payment_intent },
      { type: 'stripe-account', value: event.account },
      { type: 'stripe-request', value: event.request?.id },
    ],
    rule: { uid: event.type },
  };
}

/** The payee of a payout or transfer is where it goes; of a changed payout account it is that account. */
function readMoney(object: StripeObject, kind: Kind | undefined, notes: Notes): Pick<SentFinding, 'amount' | 'payee'> {
  const value = fromMinorUnits(object.amount, object.currency);
  if (object.amount !== undefined && value === undefined)
    notes.add('The amount could not be read for certain; it was left out.');
  const id = kind === 'payout-account' ? object.id : object.destination;
  return {
    ...(value && { amount: { value, currency: object.currency } }),
    payee: { id, name: object.account_holder_name },
  };
}
