import type { Call } from '../contract.ts';
import type { QuickbooksClient } from './client.ts';
import { REQUESTED_COLUMNS, TransactionReport } from './report.ts';
import { dayIn } from './zoned-time.ts';

/** A payment can be dated long before or after the day it is entered; the report would leave it out. */
const DATED_WITHIN_DAYS = 366;

interface Wanted {
  since: Date;
  vendorId: string | undefined;
}

/** Everything entered or changed since that day, whatever its own date. Filters are whole days of the company's, so one is added at each end. */
export function readTransactionList(
  client: QuickbooksClient,
  { since, vendorId }: Wanted,
  call: Call,
): Promise<TransactionReport> {
  const zone = client.timezone ?? 'UTC';
  const now = client.clock.now();
  const parameters = {
    start_date: dayIn(zone, since, -DATED_WITHIN_DAYS),
    end_date: dayIn(zone, now, DATED_WITHIN_DAYS),
    start_moddate: dayIn(zone, since, -1),
    end_moddate: dayIn(zone, now, 1),
    group_by: 'None',
    columns: REQUESTED_COLUMNS,
    vendor: vendorId,
  };
  return client.get('/reports/TransactionList', parameters, TransactionReport, call);
}
