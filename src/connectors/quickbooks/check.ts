import { CordonError, VendorError, type VendorErrorKind } from '../../errors.ts';
import type { Call, Capability } from '../contract.ts';
import { changesSince } from './change-feed.ts';
import type { QuickbooksClient } from './client.ts';
import { ACTOR_COLUMNS, columnsOf, readTransactions, reportZone } from './report.ts';
import { readTransactionList } from './transaction-list.ts';
import { DAY_MS } from './window.ts';
import { counted } from './words.ts';

type State = Omit<Capability, 'source'>;

const LOOKED_BACK_DAYS = 7;
const WARN_DAYS = 30;

/** What Cordon can really see in this company, and what nobody can see by API. */
export async function check(client: QuickbooksClient, call: Call): Promise<readonly Capability[]> {
  const since = new Date(client.clock.now().getTime() - LOOKED_BACK_DAYS * DAY_MS);
  return [
    await probe('Connection', () => checkConnection(client)),
    await probe('Transaction list report', () => checkReport(client, since, call)),
    await probe('Change data capture', () => checkFeed(client, since, call)),
    ...UNSEEN,
  ];
}

const off = (source: string, instead: string): Capability => ({
  source,
  state: 'off',
  detail: `QuickBooks has no API for this. ${instead}`,
});

/** Blind spots of the product itself: no scope and no licence changes them. */
const UNSEEN: readonly Capability[] = [
  off('Sign-ins', 'A company admin reads them in the audit log (Settings → Audit log); it keeps two years.'),
  off('Users and roles', 'A company admin looks under Settings → Manage users, and disables people there.'),
  off('Exports and reports run', 'Nothing in QuickBooks records them for anybody; ask the person.'),
  off('MFA', 'Each person sets it in their own Intuit account; ask them to show it.'),
];

const STATES: Readonly<Partial<Record<VendorErrorKind, Capability['state']>>> = {
  'not-permitted': 'not-permitted',
  unauthenticated: 'not-permitted',
  'not-licensed': 'not-licensed',
};

async function probe(source: string, look: () => Promise<State>): Promise<Capability> {
  try {
    return { source, ...(await look()) };
  } catch (error) {
    if (!(error instanceof CordonError)) throw error;
    const state = error instanceof VendorError ? STATES[error.kind] : undefined;
    return { source, state: state ?? 'unreachable', detail: error.message };
  }
}

async function checkConnection(client: QuickbooksClient): Promise<State> {
  await client.connect();
  const { refreshUntil, connectionUntil } = await client.clocks();
  const now = client.clock.now().getTime();
  const left = [refreshUntil, connectionUntil].map((until) =>
    until === null ? null : Math.floor((until - now) / DAY_MS),
  );
  const [unused, most] = left.map((days) => (days === null ? 'an unknown number of days' : counted(days, 'day')));
  const soon = left.some((days) => days !== null && days < WARN_DAYS);
  const advice = soon ? ' Have a company admin renew the consent before that.' : '';
  return {
    state: 'healthy',
    detail: `Access can be renewed. Unused it lasts ${unused}; at most ${most}, then a new consent is needed.${advice}`,
  };
}

async function checkReport(client: QuickbooksClient, since: Date, call: Call): Promise<State> {
  const report = await readTransactionList(client, { since, vendorId: undefined }, call);
  const rows = readTransactions(report, client.timezone ?? reportZone(report));
  const last = rows
    .flatMap(({ created, lastModified }) => lastModified ?? created ?? [])
    .sort()
    .at(-1);
  if (rows.length === 0)
    return { state: 'empty', detail: `Readable; nothing was entered or changed in ${LOOKED_BACK_DAYS} days.` };
  const named = ACTOR_COLUMNS.every((column) => columnsOf(report).includes(column));
  if (!named)
    return {
      state: 'not-permitted',
      detail: 'Readable, but QuickBooks leaves out who entered and changed transactions.',
    };
  return {
    state: 'healthy',
    detail: `Readable; the last entry or change is of ${last ?? 'an unknown time'}. It names people by display name.`,
  };
}

async function checkFeed(client: QuickbooksClient, since: Date, call: Call): Promise<State> {
  const { changes } = await changesSince(client, { entities: ['Vendor', 'BillPayment'], since }, call);
  const last = changes.at(-1)?.when;
  if (!last) return { state: 'empty', detail: `Readable; no supplier or payment changed in ${LOOKED_BACK_DAYS} days.` };
  return {
    state: 'healthy',
    detail: `Readable; the last change is of ${last}. It goes back 30 days and names nobody.`,
  };
}
