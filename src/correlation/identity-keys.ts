import type { Detection, Party } from '../detections/detection.ts';

export type KeyKind = 'person' | 'app' | 'payee' | 'transfer';

/** Something a detection can be recognised by: "email:mara.ito@corp.example", "okta:00u…", "payee:quickbooks:56". */
export interface IdentityKey {
  kind: KeyKind;
  key: string;
}

/** Ids that mean something only beside the product that gave them. */
const LOCAL = ['username', 'uid'];
/** Salesforce writes one id with 15 or with 18 characters; the first 15 are the id. */
const SALESFORCE_ID = /^[A-Za-z0-9]{15}([A-Za-z0-9]{3})?$/;

/** Everything the sender names that can be found again, spelled in one way. Exact or nothing: a mere name is no key. */
export function identityKeys(detection: Detection): IdentityKey[] {
  const { subject, integration, payee, transfer, product } = detection;
  const where = product ?? detection.source;
  const app = integration?.id ?? integration?.name;
  const paid = transfer ? { vendor: transfer.vendor, ...transfer.payee } : payee && { vendor: where, ...payee };
  const who = paid && (paid.id ?? paid.name);
  return [
    ...(subject ? personKeys(subject, where) : []),
    ...(app ? [{ kind: 'app' as const, key: `app:${where}:${app.toLowerCase()}` }] : []),
    ...(who ? [{ kind: 'payee' as const, key: `payee:${paid.vendor}:${who.toLowerCase()}` }] : []),
    ...(transfer ? [{ kind: 'transfer' as const, key: `transfer:${transfer.vendor}:${transfer.id}` }] : []),
  ];
}

export function personKeys({ email, ids }: Party, where: string): IdentityKey[] {
  const keys = Object.entries(ids).map(([system, id]) => personKey(system, id, where));
  return [...new Set([...(email ? [`email:${email.toLowerCase()}`] : []), ...keys])].map((key) => ({
    kind: 'person',
    key,
  }));
}

function personKey(system: string, id: string, where: string): string {
  if (system === 'salesforce' && SALESFORCE_ID.test(id)) return `salesforce:${id.slice(0, 15)}`;
  if (system === 'username' && id.includes('@')) return `email:${id.toLowerCase()}`;
  return LOCAL.includes(system) ? `${system}@${where}:${id.toLowerCase()}` : `${system}:${id}`;
}

const systemOf = (key: string): string => key.slice(0, key.indexOf(':'));

/**
 * True when two sets of a person's keys cannot be one person as far as anybody knows: both name an id of the same system, and not the same
 * one.
 */
export function contradict(ones: readonly string[], others: readonly string[]): boolean {
  const theirs = Map.groupBy(others, systemOf);
  return [...Map.groupBy(ones, systemOf)].some(([system, keys]) => {
    const same = theirs.get(system);
    return same !== undefined && !keys.some((key) => same.includes(key));
  });
}
