import { z } from 'zod';
import { VendorError, type VendorErrorKind } from '../../errors.ts';
import type { RawAnswer } from '../http.ts';

const vendor = 'Salesforce';

/** Longer than the HTTP layer is willing to wait: the quota is a rolling day, so sending again at once only costs more of it. */
const LIMIT_WAIT_MS = 5_000;

const MEANINGS: Readonly<Record<string, { kind: VendorErrorKind; words: string }>> = {
  REQUEST_LIMIT_EXCEEDED: {
    kind: 'rate-limited',
    words:
      'Salesforce has used up its API requests of the last 24 hours. Cordon waits; an administrator can see the use under Setup → Company Information.',
  },
  INSUFFICIENT_ACCESS_OR_READONLY: {
    kind: 'not-permitted',
    words: "Cordon's Salesforce user may not do this. Give it the permission its README names.",
  },
  API_DISABLED_FOR_ORG: {
    kind: 'not-permitted',
    words: "Cordon's Salesforce user may not use the API. Give it API Enabled.",
  },
  FUNCTIONALITY_NOT_ENABLED: { kind: 'not-licensed', words: 'This Salesforce edition does not have this function.' },
  NOT_FOUND: { kind: 'not-found', words: 'Salesforce does not know this record, or does not show it to Cordon.' },
  ENTITY_IS_DELETED: { kind: 'not-found', words: 'This Salesforce record is deleted.' },
  QUERY_TIMEOUT: {
    kind: 'refused',
    words: 'Salesforce gave up on the question because it reads too much. Ask about a shorter time.',
  },
  MALFORMED_QUERY: {
    kind: 'refused',
    words:
      'Salesforce did not understand the question. Check api_version in cordon.yaml; if it is right, please report this.',
  },
  INVALID_FIELD: {
    kind: 'refused',
    words:
      'Salesforce does not know a field Cordon asked for. Check api_version in cordon.yaml and the permissions in the README.',
  },
};

const EVENT_MONITORING = /^(\w*Event|\w+EventStore|\w+EventLog|EventLogFile)$/;

const ApiErrors = z.array(z.object({ errorCode: z.string(), message: z.string().catch('') })).min(1);

/** The meaning of a REST error, whose body is an array; undefined leaves it to the status code. */
export function classifyApiError({ status, body }: RawAnswer): VendorError | undefined {
  const first = ApiErrors.safeParse(body).data?.[0];
  if (!first) return undefined;
  const { errorCode: vendorCode, message } = first;
  const error = (kind: VendorErrorKind, words: string) => new VendorError(words, { vendor, kind, status, vendorCode });

  if (status === 401) return error(...meaningOf401(message));
  if (vendorCode === 'INVALID_TYPE') return error(...meaningOfInvalidType(message));
  const meaning = MEANINGS[vendorCode];
  if (!meaning) return status === 400 ? error('refused', `Salesforce refused the request (${vendorCode}).`) : undefined;
  if (meaning.kind !== 'rate-limited') return error(meaning.kind, meaning.words);
  return new VendorError(meaning.words, {
    vendor,
    kind: meaning.kind,
    status,
    vendorCode,
    retryAfterMs: LIMIT_WAIT_MS,
  });
}

/** Two 401 texts come with INVALID_SESSION_ID although a new session would fare no better (jsforce pull request 1301). */
function meaningOf401(message: string): [VendorErrorKind, string] {
  if (/not valid for use with the (REST )?API|not attached to Agent/i.test(message)) {
    return [
      'not-permitted',
      "Salesforce does not let Cordon's session use the API. Check the app's IP relaxation and session policies and the profile's required session level.",
    ];
  }
  return ['unauthenticated', "Salesforce does not accept Cordon's session, even a new one. Check the app's policies."];
}

function meaningOfInvalidType(message: string): [VendorErrorKind, string] {
  const object = message.match(/sObject type '(\w+)'/)?.[1] ?? 'this object';
  if (EVENT_MONITORING.test(object)) {
    return [
      'not-licensed',
      `Salesforce does not offer ${object}: Event Monitoring is not licensed, its storage is off in Event Manager, or Cordon's user lacks View Real-Time Event Monitoring Data.`,
    ];
  }
  return [
    'not-permitted',
    `Salesforce does not show ${object} to Cordon's user. Give it the permission its README names.`,
  ];
}

const OauthError = z.object({ error: z.string(), error_description: z.string().catch('') });

/** The revoke endpoint has been seen answering its errors in both encodings. */
function oauthErrorOf(body: unknown): { code: string; description: string } {
  const fields = typeof body === 'string' ? Object.fromEntries(new URLSearchParams(body)) : body;
  const parsed = OauthError.safeParse(fields).data;
  return { code: parsed?.error ?? 'no error code', description: parsed?.error_description ?? '' };
}

/** The meaning of an error of the token endpoint. */
export function classifyTokenError({ status, body }: RawAnswer): VendorError | undefined {
  if (status === 429 || status >= 500) return undefined;
  const { code, description } = oauthErrorOf(body);
  return new VendorError(wordsFor(code, description), { vendor, kind: 'unauthenticated', status, vendorCode: code });
}

function wordsFor(code: string, description: string): string {
  if (/no client credentials user/i.test(description)) {
    return "The app names no run-as user for the client credentials flow. Set one in the app's policies.";
  }
  if (/approved this consumer/i.test(description)) {
    return 'Cordon\'s user is not pre-authorised for the app. Choose "Admin approved users are pre-authorized" in its policies and give the user a permission set of the app.';
  }
  if (code === 'invalid_client_id' || code === 'invalid_client') {
    return 'Salesforce does not know the app or its secret. Check client_id and client_secret in cordon.yaml.';
  }
  return `Salesforce gave Cordon no access token (${code}). Check connectors.salesforce.auth in cordon.yaml and that its user is active.`;
}

/** The meaning of an error of the revoke endpoint; `not-found` says that the token was dead already. */
export function classifyRevokeError({ status, body }: RawAnswer): VendorError | undefined {
  if (status === 429 || status >= 500) return undefined;
  const { code } = oauthErrorOf(body);
  if (code === 'invalid_token') {
    return new VendorError('Salesforce does not know this grant any more.', {
      vendor,
      kind: 'not-found',
      status,
      vendorCode: code,
    });
  }
  return new VendorError(`Salesforce did not revoke the grant (${code}).`, {
    vendor,
    kind: 'refused',
    status,
    vendorCode: code,
  });
}
