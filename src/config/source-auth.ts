import { createPublicKey } from 'node:crypto';
import { isIP } from 'node:net';
import { z } from 'zod';
import { isSafeAddress } from '../safe-address.ts';
import { secret } from './fields.ts';

const live = (value: z.ZodType<string, string>, description: string) =>
  z
    .array(value)
    .min(1, 'empty. Without a value nothing could be authentic.')
    .max(2, 'has more than 2 values. Two are enough to change from one to the next.')
    .describe(`${description} A second one while you change over.`);

const SHORTEST_KEY_BYTES = 24;

const keyBytes = (value: string): Buffer | undefined => {
  const encoded = value.slice(value.indexOf('_') + 1);
  const bytes = Buffer.from(encoded, 'base64');
  return bytes.toString('base64').replace(/=+$/, '') === encoded.replace(/=+$/, '') ? bytes : undefined;
};

function isPublicKey(bytes: Buffer): boolean {
  try {
    createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: bytes.toString('base64url') }, format: 'jwk' });
    return true;
  } catch {
    return false;
  }
}

/** `whsec_` and at least 24 bytes, or `whpk_` and the 32 of an ed25519 public key, in base64, as Standard Webhooks asks. */
const webhookKey = (description: string) =>
  z
    .string()
    .regex(/^(whsec|whpk)_/, { error: 'must begin with whsec_, or whpk_ for a public key.', abort: true })
    .refine((value) => value.startsWith('whpk_') || (keyBytes(value)?.length ?? 0) >= SHORTEST_KEY_BYTES, {
      error: `must be whsec_ followed by at least ${SHORTEST_KEY_BYTES} bytes in base64.`,
    })
    .refine((value) => !value.startsWith('whpk_') || isPublicKey(keyBytes(value) ?? Buffer.of()), {
      error: 'must be whpk_ followed by the 32 bytes of an ed25519 public key in base64.',
    })
    .meta({ description, writeOnly: true });

/** Goes into an address as it is, so that nothing on the way can encode it differently. */
const pathSecret = (description: string) =>
  z
    .string()
    .min(16, 'shorter than 16 characters; that can be guessed.')
    .max(200, 'longer than 200 characters.')
    .regex(/^[\w~-]+$/, 'holds a character an address would have to encode. Use letters, digits, - and _.')
    .meta({ description, writeOnly: true });

const headerName = (description: string) =>
  z
    .string()
    .toLowerCase()
    .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'is not a header name.')
    .describe(description);

/** `203.0.113.0/24`, `2001:db8::/32`, or one address. */
function isNetwork(text: string): boolean {
  const [address = '', prefix, ...more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || address.includes('%') || more.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
}

const kinds = {
  standard_webhooks: z
    .strictObject({
      secrets: live(
        webhookKey(`A signing secret (whsec_…) or the sender's public key (whpk_…), as \${NAME_SECRET}.`),
        'The live signing secrets or public keys.',
      ),
    })
    .describe('Signed deliveries (Standard Webhooks). Prefer this: it also stops replays.'),
  header: z
    .strictObject({
      name: headerName('The name of the header the secret arrives in.'),
      values: live(secret(`A secret value, as \${NAME_SECRET}.`), 'The live values.'),
    })
    .describe('A constant secret in a header of its own.'),
  bearer: z
    .strictObject({ tokens: live(secret(`A secret token, as \${NAME_SECRET}.`), 'The live tokens.') })
    .describe('A constant secret as Authorization: Bearer.'),
  basic: z
    .strictObject({
      username: z
        .string()
        .max(100)
        .regex(/^[^\p{Cc}:]+$/u, 'must be text without a colon.')
        .describe('The user name the sender signs in with.'),
      passwords: live(secret(`A password, as \${NAME_SECRET}.`), 'The live passwords.'),
    })
    .describe('A user name and a constant password as Authorization: Basic.'),
  hmac: z
    .strictObject({
      header: headerName('The name of the header the signature arrives in, like intuit-signature.'),
      encoding: z.enum(['base64', 'hex']).describe('How the signature is written: base64 or hex.'),
      prefix: z
        .string()
        .max(40)
        .regex(/^[\x21-\x7e]*$/, 'must be plain characters without spaces.')
        .default('')
        .describe('What stands before the signature in the header, like sha256=.'),
      secrets: live(secret(`A signing secret, as \${NAME_SECRET}.`), 'The live signing secrets.'),
    })
    .describe('HMAC-SHA256 over the body. It says nothing about when: a repeat is known by its bytes.'),
  hubspot: z
    .strictObject({
      client_secrets: live(secret(`The app's client secret, as \${NAME_SECRET}.`), "The app's live client secrets."),
      url: z
        .string()
        .refine(isSafeAddress, 'must be an https address without ? and # (http only for this machine itself).')
        .describe('The address exactly as it is entered at HubSpot; it is part of what HubSpot signs.'),
    })
    .describe("HubSpot's own signatures, version 3 and 1."),
  stripe: z
    .strictObject({
      secrets: live(
        secret(`The endpoint's signing secret, as \${NAME_SECRET}.`),
        "The endpoint's live signing secrets.",
      ),
    })
    .describe("Stripe's own signature."),
  path: z
    .strictObject({
      secrets: live(pathSecret(`A secret for the address, as \${NAME_SECRET}.`), 'The live secrets.'),
      allow_from: z
        .array(z.string().refine(isNetwork, 'is not a network; write one like 203.0.113.0/24.'))
        .min(1, 'empty. Then nobody could send; leave the setting out to allow every address.')
        .max(100)
        .describe(
          'Networks the sender connects from. Behind a proxy that is the proxy: leave it out, and limit it there.',
        )
        .optional(),
    })
    .describe('A secret as the last part of the address, for senders that can do nothing else.'),
  client_state: z
    .strictObject({
      values: live(secret(`The clientState of the subscription, as \${NAME_SECRET}.`), 'The live values.'),
    })
    .describe('The clientState in every item of a Microsoft Graph change notification.'),
  unauthenticated: z
    .literal('accept-the-risk', {
      error: 'must be accept-the-risk, in these words: anybody who knows the address could post detections.',
    })
    .describe('accept-the-risk: no proof at all. Anybody who knows the address can post detections.'),
} as const;

const names = Object.keys(kinds).join(', ');

/** Exactly one kind. Without one nothing from the source is accepted, so that forgetting it cannot open the door. */
export const SourceAuth = z
  .strictObject(kinds)
  .partial()
  .refine((auth) => Object.values(auth).filter(Boolean).length === 1, {
    error: `must hold exactly one of ${names}. Without one anybody could post detections.`,
  })
  .describe(`How deliveries prove where they come from: one of ${names}.`);
export type SourceAuth = z.infer<typeof SourceAuth>;
