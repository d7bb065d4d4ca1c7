import { people } from '#sandbox/company.ts';
import { seedRareSignIn } from '#sandbox/vendors/okta/seed.ts';
import { seedVendorBankChange } from '#sandbox/vendors/quickbooks/seed.ts';
import type { DemoScenario } from './scenario.ts';

const { dana } = people;
const FROM_CORDON = 'Cordon';
const TRIAGE = 'triage-security';

/** A supplier's bank details change by API, a large payment follows; finance is asked, and the money clock runs. */
export const vendorBankChange: DemoScenario = {
  id: 'vendor-bank-change',
  title: 'A payment to changed bank details',
  says: '€48,200.00 to Brightwater Supplies, whose record an API client changed yesterday. Two finance approvers decide.',
  async send({ world, deliver }) {
    seedRareSignIn(world);
    const { paymentId, dueAt } = seedVendorBankChange(world);
    const at = world.now();
    return deliver('cordon', {
      cordon: 'detection/1',
      id: `vendor-change-${at.getTime()}`,
      kind: 'vendor-bank-change',
      title: 'Payment after a change of bank details',
      message: 'A supplier record was changed by an API client and a payment to it was created within a day',
      severity: 'high',
      occurred_at: at.toISOString(),
      product: 'quickbooks',
      subject: { email: dana.email, name: dana.name, ids: { okta: dana.oktaId } },
      actor: { email: dana.email, name: dana.name, ids: { okta: dana.oktaId } },
      transfer: {
        vendor: 'quickbooks',
        id: paymentId,
        kind: 'bill payment',
        amount: '48200.00',
        currency: 'EUR',
        payee: { id: '77', name: 'Brightwater Supplies' },
        due_at: dueAt,
      },
      rule: { name: 'Payee change then payment', techniques: ['T1657'], analytics: ['AN1364'] },
    });
  },
  async play({ press, choose, submit, reads }) {
    await press('ana', FROM_CORDON, 'We did not agree');
    await submit('ana', { reason: 'I called Brightwater on the number we had: they changed nothing' });
    await press('ana', FROM_CORDON, 'Void');
    await submit('ana', { reason: 'Not theirs' });
    await press('jonas', FROM_CORDON, 'Void');
    await submit('jonas', { reason: 'Agreed with Ana; the supplier confirmed by phone' });
    await press('jonas', FROM_CORDON, 'Done by hand');
    await submit('jonas', { reason: 'Fraud desk called at once, nothing has left; reference 20-4417' });
    await press('noor', TRIAGE, 'Take the case');
    await press('noor', TRIAGE, 'Clear');
    await submit('noor', { reason: 'Dana did not sign in from there' });
    await reads('noor', TRIAGE, 'in QuickBooks: checked, it is so');
    await reads('noor', TRIAGE, 'Okta sessions and tokens: checked, it is so');
    await choose('noor', TRIAGE, 'Close the case…');
    await submit('noor', {
      choice: 'It was an attack',
      reason: 'Supplier confirmed by phone; payment voided, sessions ended',
    });
  },
  ends: {
    state: 'closed',
    quiet: false,
    vendors: { quickbooks: { 'Payment to Brightwater Supplies': '€48,200.00 · voided' } },
  },
};
