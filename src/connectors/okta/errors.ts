import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import { VendorError, type VendorErrorKind } from '../../errors.ts';
import type { RawAnswer } from '../http.ts';
import { resetMs } from './rate-limit.ts';

export const VENDOR = 'Okta';

const text = z.string().nullish().catch(null);

/** The Management API's body and the token endpoint's; one variant of the latter uses `errorCode` too. */
const Refusal = z.object({
  errorCode: text,
  errorSummary: text,
  errorCauses: z
    .array(z.object({ errorSummary: text }))
    .nullish()
    .catch(null),
  error: text,
  error_description: text,
});

type Meaning = readonly [kind: VendorErrorKind, sentence: string];

/** https://developer.okta.com/docs/reference/error-codes/ and RFC 6749 section 5.2. A colon at the end: Okta's own words follow. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  E0000001: ['refused', 'Okta refused the change:'],
  E0000003: ['refused', 'Okta could not read the request. Please report it.'],
  E0000018: ['refused', 'Okta could not read the request. Please report it.'],
  E0000053: ['refused', 'Okta does not accept this log query:'],
  E0000031: ['refused', 'Okta does not accept this filter:'],
  E0000004: ['unauthenticated', "Okta does not accept Cordon's credentials. Renew them under connectors.okta.auth."],
  E0000011: ['unauthenticated', "Okta does not accept Cordon's token. Renew it under connectors.okta.auth."],
  E0000015: ['not-licensed', 'This feature is not switched on in your Okta organisation.'],
  E0000006: [
    'not-permitted',
    'Okta does not permit this to Cordon: its app lacks the scope, or an admin role that allows it.',
  ],
  E0000038: ['refused', "Okta does not allow this in the user's present status:"],
  E0000107: ['refused', "Okta does not allow this in the user's present status:"],
  E0000023: ['refused', 'Okta does not hold this itself; change it in the directory the user comes from.'],
  E0000007: ['not-found', 'Okta does not know this object.'],
  E0000008: ['not-found', 'Okta does not know this path. Check connectors.okta.org_url.'],
  E0000022: ['refused', 'Okta does not offer this call. Please report it.'],
  E0000060: ['refused', 'Okta does not support this operation.'],
  invalid_client: [
    'unauthenticated',
    "Okta does not know Cordon's app or its key. Check client_id, key_id and private_key under connectors.okta.auth.",
  ],
  invalid_scope: [
    'not-permitted',
    "Okta has not granted every scope to Cordon's app. Grant them, or list only the granted ones in connectors.okta.auth.scopes.",
  ],
  access_denied: ['not-permitted', "Okta's policies do not let Cordon's app in."],
  invalid_dpop_proof: [
    'unauthenticated',
    "Okta does not accept Cordon's DPoP proof. Check this machine's clock and connectors.okta.org_url.",
  ],
  use_dpop_nonce: ['unauthenticated', 'Okta asks for a nonce in the DPoP proof.'],
  invalid_grant: ['refused', 'Okta refused the token request:'],
  unsupported_grant_type: ['refused', 'This app is not an API Services app. Create one; the README says how.'],
};

const LONGEST_OWN_WORDS = 200;

/** What a refusal of Okta means, in a sentence a responder can act on. Undefined: nothing beyond its status code. */
export function explainRefusal({ status, headers, body }: RawAnswer, clock: Clock): VendorError | undefined {
  const refusal = Refusal.safeParse(body).data;
  const code = refusal?.errorCode ?? refusal?.error ?? undefined;
  const details = { vendor: VENDOR, status, ...(code === undefined ? {} : { vendorCode: code }) };
  if (status === 429) return tooMany(headers, clock, details);
  if (status >= 500 && code !== 'E0000060') {
    const why = code === 'E0000010' ? 'is in read-only mode for maintenance' : `is having trouble (HTTP ${status})`;
    return new VendorError(`Okta ${why}. Nothing was changed as far as it says.`, { ...details, kind: 'unavailable' });
  }
  const meaning = code === undefined ? undefined : MEANINGS[code];
  if (!meaning) return undefined;
  const [kind, sentence] = meaning;
  const own = refusal?.errorCauses?.[0]?.errorSummary ?? refusal?.errorSummary ?? refusal?.error_description ?? code;
  const words = sentence.endsWith(':') ? `${sentence} ${own?.slice(0, LONGEST_OWN_WORDS)}` : sentence;
  return new VendorError(words, { ...details, kind });
}

/** The bucket is empty. Okta sends no Retry-After; the wait follows from its reset time. */
export function tooMany(headers: Headers, clock: Clock, details = {}): VendorError {
  const retryAfterMs = resetMs(headers, clock);
  const seconds = Math.ceil(retryAfterMs / 1000);
  const sentence = `Okta's rate limit is used up; it is free again in about ${seconds} s.`;
  return new VendorError(sentence, { vendor: VENDOR, ...details, kind: 'rate-limited', retryAfterMs });
}
