import { z } from 'zod';
import { VendorError, type VendorErrorKind } from '../../errors.ts';
import type { RawAnswer } from '../http.ts';

export const VENDOR = 'QuickBooks';

/** Intuit's own advice after a throttle. */
const THROTTLE_MS = 60_000;
const LONGEST_OWN_WORDS = 200;

export const RECONNECT =
  'Reconnect QuickBooks: a company admin gives consent again, and the new refresh token goes into connectors.quickbooks.refresh_token.';

/** The first error of a fault, whatever its spelling. `code` has no leading zeros: 3001, not 003001. */
export interface Fault {
  code: string | undefined;
  detail: string;
}

const text = z.union([z.string(), z.number().transform(String)]).catch('');
const LowerCasedFault = z.object({
  fault: z.object({ error: z.array(z.object({ code: text, message: text, detail: text })).min(1) }),
});

/** Reads a fault from JSON in either spelling, from the gateway's packed messages, and from the XML it sends whatever was asked for. */
export function readFault(body: unknown): Fault | undefined {
  if (typeof body === 'string') return readPacked(body);
  const first = LowerCasedFault.safeParse(lowerKeys(body)).data?.fault.error[0];
  if (!first) return undefined;
  const packed = readPacked(`${first.message} ${first.detail}`);
  const code = (packed?.code ?? first.code.replace(/^0+/, '')) || undefined;
  return { code, detail: first.detail || first.message };
}

function readPacked(words: string): Fault | undefined {
  const code = words.match(/errorCode=0*(\d+)/i)?.[1] ?? words.match(/<Error code="0*(\d+)"/i)?.[1];
  return code === undefined ? undefined : { code, detail: words.match(/<Detail>([^<]*)</i)?.[1] ?? '' };
}

function lowerKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.toLowerCase(), lowerKeys(inner)]));
}

/** A colon at the end: QuickBooks' own words follow. */
const MEANINGS: Readonly<Record<string, readonly [VendorErrorKind, string]>> = {
  610: ['not-found', 'QuickBooks does not know this record, or it is inactive.'],
  3001: ['rate-limited', 'QuickBooks asks us to slow down; it is free again in about a minute.'],
  3100: ['not-permitted', `QuickBooks does not let Cordon's app into this company. Check realm_id. ${RECONNECT}`],
  3200: ['unauthenticated', `QuickBooks does not accept Cordon's access. ${RECONNECT}`],
  5010: ['refused', 'Somebody else changed this record in QuickBooks first:'],
  6000: ['refused', 'QuickBooks refused the change:'],
  6240: ['refused', 'QuickBooks already has this name:'],
  10000: ['unavailable', 'QuickBooks is having trouble.'],
};

/** What a refusal means, in a sentence a responder can act on, with the reference Intuit's support asks for. */
export function explainFault({ status, headers, body }: RawAnswer): VendorError | undefined {
  const fault = readFault(body);
  if (status === 429) return faultError({ code: '3001', detail: '' }, status, headers);
  if (status === 401) return faultError({ code: '3200', detail: '' }, status, headers);
  if (!fault) return undefined;
  if (status >= 500) return faultError({ ...fault, code: '10000' }, status, headers);
  return faultError(fault, status, headers);
}

export function faultError({ code, detail }: Fault, status: number, headers?: Headers): VendorError {
  const [kind, sentence] = MEANINGS[code ?? ''] ?? ['refused', `QuickBooks refused the request (${code ?? status}):`];
  const words = sentence.endsWith(':')
    ? `${sentence} ${detail.slice(0, LONGEST_OWN_WORDS) || 'it does not say why.'}`
    : sentence;
  const reference = headers?.get('intuit_tid');
  return new VendorError(reference ? `${words} (intuit_tid ${reference})` : words, {
    vendor: VENDOR,
    kind,
    status,
    ...(code === undefined ? {} : { vendorCode: code }),
    ...(kind === 'rate-limited' ? { retryAfterMs: THROTTLE_MS } : {}),
  });
}

/** Whom a stale-object text names as the last writer: free attribution, by display name. */
export const lastWriter = (error: VendorError): string | undefined =>
  error.message.match(/You and (.{1,100}?) were working on this/)?.[1];

export const isCode = (error: unknown, code: string): error is VendorError =>
  error instanceof VendorError && error.vendorCode === code;
