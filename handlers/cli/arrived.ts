import { blot, isSecretSetting } from '#src/config/secrets.ts';
import { tooIntricate } from '#src/detections/reading/read-json.ts';
import { harmless } from './terminal.ts';

const REDACTED = '[redacted]';
/** Secret by their names beside those `isSecretSetting` knows. */
const CREDENTIAL = /^(authorization|proxy-authorization|cookie|set-cookie|client_assertion|x-api-key)$/i;
const ASSIGNED = /(\b[\w-]*(?:token|secret|password|api_?key|signature)=)[^&\s"'<>]+/gi;
const BEARER = /\b((?:bearer|basic) )[\w.~+/=-]{8,}/gi;

/**
 * What arrived, to be looked at: JSON on many lines, without secrets. The log's list of fields is not the one here, since it also hides
 * e-mail addresses and payloads, and these are what somebody who corrects a mapping has to see.
 */
export function arrived(body: Uint8Array): string {
  const text = new TextDecoder().decode(body);
  const payload = parsed(text);
  return harmless(payload === undefined ? blotted(text) : JSON.stringify(withoutSecrets(payload), null, 2));
}

/** Undefined when it is no JSON, or too much of it to walk through. */
function parsed(text: string): unknown {
  try {
    const payload: unknown = JSON.parse(text);
    return tooIntricate(payload) ? undefined : payload;
  } catch {
    return undefined;
  }
}

const isSecretName = (name: string): boolean => isSecretSetting([name]) || CREDENTIAL.test(name);

function withoutSecrets(value: unknown): unknown {
  if (typeof value === 'string') return withoutEmbedded(value);
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      isSecretName(name) && inner !== null ? REDACTED : withoutSecrets(inner),
    ]),
  );
}

/** JSON in a string is looked through like the rest. */
function withoutEmbedded(text: string): string {
  const inner = /^\s*[[{]/.test(text) ? parsed(text) : undefined;
  return inner === undefined ? blotted(text) : JSON.stringify(withoutSecrets(inner));
}

const blotted = (text: string): string => blot(text).replaceAll(BEARER, '$1…').replaceAll(ASSIGNED, '$1…');
