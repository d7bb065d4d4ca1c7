import type { Route, Twin, TwinAnswer, TwinRequest, World } from '#sandbox/twin.ts';
import { stamped, throttled, unauthenticated, wrongCompany } from './answers.ts';
import { REALM_ID } from './books.ts';
import { openCompany } from './company.ts';
import { isAccepted, openGrants, refreshTokens } from './oauth.ts';
import { panelRows } from './panel.ts';
import { readChanges, readEntity, runQuery } from './reads.ts';
import { transactionList } from './transaction-list.ts';
import { writePayment, writeVendor } from './writes.ts';

const MINUTE_MS = 60_000;
const CALLS_A_MINUTE = 500;

/** QuickBooks Online as Cordon uses it: one company, its suppliers, bills and payments. */
export function createQuickbooksTwin(world: World): Twin {
  const company = openCompany(world);
  const grants = openGrants(world);
  const isOverLimit = createLimit(world);
  let answered = 0;

  const stamp = (answer: TwinAnswer): TwinAnswer => {
    answered += 1;
    return stamped(answer, world, answered);
  };
  const inCompany = (method: Route['method'], path: string, handle: (request: TwinRequest) => TwinAnswer): Route => ({
    method,
    pattern: `/v3/company/:realm${path}`,
    handle(request) {
      if (isOverLimit()) return stamp(throttled);
      if (!isAccepted(grants, world, request)) return stamp(unauthenticated);
      return stamp(request.params.realm === REALM_ID ? handle(request) : wrongCompany);
    },
  });

  return {
    id: 'quickbooks',
    name: 'QuickBooks',
    routes: [
      {
        method: 'POST',
        pattern: '/oauth2/v1/tokens/bearer',
        handle: (request) => refreshTokens(world, grants, request),
      },
      inCompany('GET', '/billpayment/:id', readEntity(company, 'BillPayment')),
      inCompany('GET', '/bill/:id', readEntity(company, 'Bill')),
      inCompany('GET', '/vendor/:id', readEntity(company, 'Vendor')),
      inCompany('GET', '/query', (request) => runQuery(company, request)),
      inCompany('GET', '/cdc', (request) => readChanges(company, request)),
      inCompany('GET', '/reports/TransactionList', (request) => transactionList(company, request)),
      inCompany('POST', '/billpayment', (request) => writePayment(company, request)),
      inCompany('POST', '/vendor', (request) => writeVendor(company, request)),
    ],
    panel: () => panelRows(company),
  };
}

/** True once the calls of the last minute are used up. */
function createLimit(world: World): () => boolean {
  let calls: number[] = [];
  return () => {
    const now = world.now().getTime();
    calls = calls.filter((at) => now - at < MINUTE_MS);
    if (calls.length >= CALLS_A_MINUTE) return true;
    calls.push(now);
    return false;
  };
}
