import type { ReceivedDelivery } from '#src/detections/receive-delivery.ts';
import type { WebAnswer } from './route.ts';

/** Senders that may take 202 for a failure and send again, by shape. Both wait 3 seconds. */
const OTHERWISE: Readonly<Record<string, { status: number; empty?: true }>> = {
  // "should all be empty, and should have an HTTP status code of 200 (OK) or 204": https://developer.okta.com/docs/concepts/event-hooks/
  'okta-event-hook': { status: 200, empty: true },
  // https://developer.intuit.com/app/developer/qbo/docs/develop/webhooks/best-practices
  'quickbooks-webhook': { status: 200 },
};

/** A delivery is on disk: 202 with its id, or what this sender counts as received. */
export function accepted(shape: string, { id, duplicate }: ReceivedDelivery): WebAnswer {
  const { status = 202, empty } = (Object.hasOwn(OTHERWISE, shape) ? OTHERWISE[shape] : undefined) ?? {};
  return empty ? { status } : { status, body: { delivery: id, duplicate } };
}
