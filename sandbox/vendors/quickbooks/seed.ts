import { people } from '#sandbox/company.ts';
import type { World } from '#sandbox/twin.ts';
import { API_WRITER } from './books.ts';
import { type Company, openCompany, vendorOf } from './company.ts';
import { enterPaidBill } from './history.ts';
import { localDay, localTime, workday } from './wall-clock.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const ENTERED_BEFORE_MS = 12 * MINUTE_MS;
const LEAST_NOTICE_MS = 2 * HOUR_MS;

/** What a scenario needs to tell of the payment. `dueAt` is ISO 8601 in UTC. */
export interface StagedPayment {
  paymentId: string;
  dueAt: string;
}

/** An API client changed Brightwater's record yesterday evening, and has entered a payment to it today. */
export function seedVendorBankChange(world: World): StagedPayment {
  const now = world.now();
  const changedAt = localTime(localDay(now, -1), '18:42');
  return stage(openCompany(world), {
    vendorId: '77',
    changedAt,
    changedBy: API_WRITER,
    cents: 48_200_00,
    by: API_WRITER,
  });
}

/** Ana kept Harbor's record up to date in office hours, and Dana has entered what they are usually paid. */
export function seedUsualPayment(world: World): StagedPayment {
  const changedAt = localTime(workday(world.now(), 1), '10:20');
  const { ana, dana } = people;
  return stage(openCompany(world), { vendorId: '78', changedAt, changedBy: ana.name, cents: 4_120_00, by: dana.name });
}

interface Scene {
  vendorId: string;
  changedAt: Date;
  changedBy: string;
  cents: number;
  by: string;
}

function stage(company: Company, { vendorId, changedAt, changedBy, cents, by }: Scene): StagedPayment {
  const { world, books } = company;
  const now = world.now();
  const vendor = vendorOf(company, vendorId);
  if (vendor) {
    const change = {
      active: true,
      updatedAt: changedAt.toISOString(),
      updatedBy: changedBy,
      version: vendor.version + 1,
    };
    Object.assign(vendor, change);
  }
  const startOfDay = localTime(localDay(now), '00:00').getTime();
  const enteredAt = new Date(Math.max(startOfDay, now.getTime() - ENTERED_BEFORE_MS));
  const payment = enterPaidBill(books, { vendorId, cents, by, billedAt: enteredAt, paidAt: enteredAt });
  payment.date = localDay(now);
  books.staged = { paymentId: payment.id, attack: by === API_WRITER };
  world.changed();
  return { paymentId: payment.id, dueAt: dueTime(now).toISOString() };
}

/** Today at four; when that is too close to decide anything, at the full hour at least two hours from now. */
function dueTime(now: Date): Date {
  const atFour = localTime(localDay(now), '16:00');
  const earliest = now.getTime() + LEAST_NOTICE_MS;
  return atFour.getTime() >= earliest ? atFour : new Date(Math.ceil(earliest / HOUR_MS) * HOUR_MS);
}
