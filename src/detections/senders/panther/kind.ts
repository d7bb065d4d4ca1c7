import type { Kind } from '../../kinds.ts';
import { kindOfRule } from '../../reading/published-rules.ts';
import { EVENT_TYPES } from '../okta-event-hook/event-types.ts';
import { asOktaEvent } from './context.ts';
import type { Alert } from './schema.ts';

/** Published as finding exfiltration, but its code fires on every bulk job; the operation tells what the job did. */
const BULK_RULE = 'salesforce.bulkapi.dataexfiltration';
const BULK_OPERATIONS: ReadonlyMap<string, Kind> = new Map([
  ['query', 'bulk-export'],
  ['queryall', 'bulk-export'],
  ['delete', 'records-deleted'],
  ['harddelete', 'records-deleted'],
]);

/** Okta's words for an attempt by which nothing happened; Panther's rules fire on most of them all the same. */
const NOT_DONE = /^(FAILURE|DENY)$/i;

/** What happened: by the rule, made exact by what the rule handed on; without a known rule, by Okta's own event type. */
export function readKind({ id, name, alertContext: context }: Alert): Kind | undefined {
  const kind = kindOfRule(id, name);
  const operation = context?.['Operation Type'];
  if (id?.trim().toLowerCase() === BULK_RULE && operation) return BULK_OPERATIONS.get(operation.trim().toLowerCase());
  if (!context?.event_type) return kind;
  if (kind === 'sign-in-attack') return kind;
  if (NOT_DONE.test(asOktaEvent(context).outcome?.result ?? '')) return undefined;
  return kind ?? EVENT_TYPES.get(context.event_type)?.kind;
}
