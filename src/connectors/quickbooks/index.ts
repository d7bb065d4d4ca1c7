import { asked, defineConnector, done } from '../define.ts';
import { deactivateVendor } from './actions/deactivate-vendor.ts';
import { voidBillPayment } from './actions/void-bill-payment.ts';
import { check } from './check.ts';
import { createQuickbooksClient } from './client.ts';
import { QuickbooksConfig } from './config.ts';
import { billPayment } from './queries/bill-payment.ts';
import { changes } from './queries/changes.ts';
import { payeeHistory } from './queries/payee-history.ts';
import { transactions } from './queries/transactions.ts';
import { vendor } from './queries/vendor.ts';

/** QuickBooks Online: the Accounting API of one company. */
export const quickbooks = defineConnector({
  id: 'quickbooks',
  name: 'QuickBooks',
  config: QuickbooksConfig,
  connect: createQuickbooksClient,
  queries: [asked(billPayment), asked(changes), asked(payeeHistory), asked(transactions), asked(vendor)],
  actions: [done(deactivateVendor), done(voidBillPayment)],
  check,
});
