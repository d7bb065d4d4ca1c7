import { createHash, createHmac } from 'node:crypto';
import type { SourceAuth } from '../../config/source-auth.ts';
import { isEqual } from './constant-time.ts';
import { notFresh } from './freshness.ts';
import { notAuthentic, type Verdict, type WebhookRequest } from './verdict.ts';

type Settings = NonNullable<SourceAuth['hubspot']>;

/**
 * HubSpot's signature version 3 where the request has one, else version 1, which HubSpot documents for subscriptions to CRM objects. A
 * version 1 says nothing about when. https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/request-validation
 */
export function verifyHubspot(settings: Settings, request: WebhookRequest): Verdict {
  const { headers } = request;
  if (headers['x-hubspot-signature-v3'] !== undefined) return verifyVersion3(settings, request);
  return headers['x-hubspot-signature-version'] === 'v1'
    ? verifyVersion1(settings, request)
    : notAuthentic('x-hubspot-signature-v3 is missing, and there is no version 1');
}

function verifyVersion3({ client_secrets: secrets, url }: Settings, request: WebhookRequest): Verdict {
  const { headers, method, body, now } = request;
  const signature = headers['x-hubspot-signature-v3'];
  const timestamp = headers['x-hubspot-request-timestamp'];
  if (typeof signature !== 'string' || typeof timestamp !== 'string')
    return notAuthentic('x-hubspot-request-timestamp is missing');
  const stale = notFresh('x-hubspot-request-timestamp', timestamp, 1, now);
  if (stale) return notAuthentic(stale);
  const presented = Buffer.from(signature);
  const matches = secrets.filter((secret) =>
    addressesAsSigned(`${url}${queryOf(request.url)}`).some((address) => {
      const signed = createHmac('sha256', secret).update(`${method}${address}`).update(body).update(timestamp);
      return isEqual(Buffer.from(signed.digest('base64')), presented);
    }),
  );
  return matches.length > 0
    ? { ok: true, headers: 'ignored' }
    : notAuthentic('x-hubspot-signature-v3 does not fit; does url say exactly what is entered at HubSpot?');
}

function verifyVersion1({ client_secrets: secrets }: Settings, { headers, body }: WebhookRequest): Verdict {
  const presented = Buffer.from(String(headers['x-hubspot-signature'] ?? ''));
  const matches = secrets.filter((secret) =>
    isEqual(Buffer.from(createHash('sha256').update(secret).update(body).digest('hex')), presented),
  );
  return matches.length > 0 ? { ok: true, headers: 'ignored' } : notAuthentic('x-hubspot-signature does not fit');
}

const queryOf = (url: string): string => (url.includes('?') ? url.slice(url.indexOf('?')) : '');

/** : / ? @ ! $ ' ( ) * , ; and no others. */
const DECODED_BEFORE_SIGNING = /%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi;

/** HubSpot's page decodes twelve characters first, its own libraries sign the address as it is; both are bound to the secret. */
const addressesAsSigned = (address: string): string[] => [
  ...new Set([address.replaceAll(DECODED_BEFORE_SIGNING, decodeURIComponent), address]),
];
