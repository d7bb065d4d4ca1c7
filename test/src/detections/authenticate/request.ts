import fc from 'fast-check';
import type { SourceAuth } from '#src/config/source-auth.ts';
import { authenticate } from '#src/detections/authenticate/index.ts';
import type { WebhookRequest } from '#src/detections/authenticate/verdict.ts';
import { type SignedDelivery, signDelivery, type ToSign } from '#test/helpers/sign-delivery.ts';

export const now = new Date('2026-11-22T08:15:00Z');
export const seconds = (offset: number): Date => new Date(now.getTime() + offset * 1000);

/** Not only ASCII, so that text and bytes differ. */
export const body = Buffer.from('{"id":"evt_1","title":"Ü","value":[{"id":"1"}]}');

export const asRequest = ({ path, ...sent }: SignedDelivery, more: Partial<WebhookRequest> = {}): WebhookRequest => ({
  method: 'POST',
  url: path,
  remoteAddress: '203.0.113.7',
  now,
  ...sent,
  ...more,
});

/** A request as the sender would make it, with whatever a test is about on top; with headers of its own nothing is signed. */
export function requestOf(auth: SourceAuth, input: Partial<ToSign> = {}, more: Partial<WebhookRequest> = {}) {
  const toSign = { source: 'siem', body, at: now, ...input };
  return asRequest(more.headers ? { path: '/webhooks/siem', headers: {}, body } : signDelivery(auth, toSign), more);
}

export const isAuthentic = (auth: SourceAuth, input: Partial<ToSign> = {}, more: Partial<WebhookRequest> = {}) =>
  authenticate(auth, requestOf(auth, input, more)).ok;

export const withHeaders = (auth: SourceAuth, headers: WebhookRequest['headers']) =>
  authenticate(auth, requestOf(auth, {}, { headers })).ok;

/** The body with any one of its bytes changed in any way. */
export const tampered = (bytes: Buffer): fc.Arbitrary<Buffer> =>
  fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 })).map(([place, flip]) => {
    const changed = Buffer.from(bytes);
    changed.writeUInt8(changed.readUInt8(place) ^ flip, place);
    return changed;
  });

export const OFFSETS = [-301, -300, -1, 0, 1, 300, 301];

export const live = ['expected-value-of-the-source', 'expected-value-to-come-next'];
const keys = [1, 2].map((fill) => `whsec_${Buffer.alloc(32, fill).toString('base64')}`);

/** One of each kind that asks for a proof. */
export const kinds: readonly SourceAuth[] = [
  { standard_webhooks: { secrets: keys } },
  { header: { name: 'x-cordon-secret', values: live } },
  { bearer: { tokens: live } },
  { basic: { username: 'cordon', passwords: live } },
  { hmac: { header: 'x-signature', encoding: 'hex', prefix: '', secrets: live } },
  { hubspot: { client_secrets: live, url: 'https://cordon.example/webhooks/hubspot' } },
  { stripe: { secrets: live } },
  { path: { secrets: live } },
  { client_state: { values: live } },
];
