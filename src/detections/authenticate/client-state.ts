import type { SourceAuth } from '../../config/source-auth.ts';
import { readJson } from '../reading/read-json.ts';
import { isOneOf } from './constant-time.ts';
import { notAuthentic, type Verdict, type WebhookRequest } from './verdict.ts';

/** Microsoft Graph sends the subscription's `clientState` back in every change notification; each item in the body has to carry it. */
export function verifyClientState(
  { values }: NonNullable<SourceAuth['client_state']>,
  { body }: WebhookRequest,
): Verdict {
  const read = readJson(body);
  const items = read.ok ? itemsOf(read.payload) : [];
  if (items.length === 0) return notAuthentic('the body is no list of change notifications');
  return items.every((item) => isOneOf(values, clientStateOf(item)))
    ? { ok: true, headers: 'count' }
    : notAuthentic('an item has no clientState, or one that does not fit');
}

const own = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;

function itemsOf(payload: unknown): readonly unknown[] {
  const items = own(payload, 'value');
  return Array.isArray(items) ? items : [];
}

const clientStateOf = (item: unknown): unknown => own(item, 'clientState');
