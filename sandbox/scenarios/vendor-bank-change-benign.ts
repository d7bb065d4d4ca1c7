import { people } from '#sandbox/company.ts';
import { seedUsualFinanceDay } from '#sandbox/vendors/okta/seed.ts';
import { seedUsualPayment } from '#sandbox/vendors/quickbooks/seed.ts';
import type { DemoScenario } from './scenario.ts';

const { dana } = people;

/** A supplier's record edited in office hours by the person who does that, and a payment as usual. */
export const vendorBankChangeBenign: DemoScenario = {
  id: 'vendor-bank-change-benign',
  title: 'A supplier record kept up to date',
  says: 'Ana edits Harbor Freight Lines in office hours and Dana pays their usual amount. Nobody is paged.',
  async send({ world, deliver }) {
    seedUsualFinanceDay(world);
    const { paymentId, dueAt } = seedUsualPayment(world);
    const at = world.now();
    return deliver('cordon', {
      cordon: 'detection/1',
      id: `vendor-change-${at.getTime()}`,
      kind: 'vendor-bank-change',
      title: 'Payment after a change of bank details',
      severity: 'medium',
      occurred_at: at.toISOString(),
      product: 'quickbooks',
      subject: { email: dana.email, name: dana.name, ids: { okta: dana.oktaId } },
      transfer: {
        vendor: 'quickbooks',
        id: paymentId,
        kind: 'bill payment',
        amount: '4120.00',
        currency: 'EUR',
        payee: { id: '78', name: 'Harbor Freight Lines' },
        due_at: dueAt,
      },
      rule: { name: 'Payee change then payment', techniques: ['T1657'], analytics: ['AN1364'] },
    });
  },
  play: async () => undefined,
  ends: { state: 'new', quiet: true, vendors: {} },
};
