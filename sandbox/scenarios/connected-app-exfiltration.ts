import { people } from '#sandbox/company.ts';
import { seedFactorEnrolment } from '#sandbox/vendors/okta/seed.ts';
import { seedAppExfiltration } from '#sandbox/vendors/salesforce/seed.ts';
import type { DemoScenario } from './scenario.ts';

const { mara } = people;
const TRIAGE = 'triage-security';

/** UNC6040's pattern: a call from "IT support", a new factor, an app nobody installed, and everything is read. */
export const connectedAppExfiltration: DemoScenario = {
  id: 'connected-app-exfiltration',
  title: 'Customer records leave through an app',
  says: 'Mara was talked into authorising "My Ticket Portal"; it reads 41,250 contacts. Security contains it step by step.',
  async send({ world, deliver }) {
    seedFactorEnrolment(world);
    seedAppExfiltration(world);
    const at = world.now();
    return deliver('cordon', {
      cordon: 'detection/1',
      id: `crm-bulk-read-${at.getTime()}`,
      kind: 'connected-app-exfiltration',
      title: 'Bulk query of contacts through an app first seen today',
      message: 'A connected app read far more contacts than this person usually does',
      severity: 'high',
      occurred_at: at.toISOString(),
      product: 'salesforce',
      subject: { email: mara.email, name: mara.name, ids: { salesforce: mara.salesforceId, okta: mara.oktaId } },
      integration: { name: 'My Ticket Portal' },
      addresses: [{ ip: '203.0.113.77' }],
      rule: { name: 'CRM bulk query by a new app', techniques: ['T1213.004'], analytics: ['AN1520'] },
    });
  },
  async play({ press, choose, submit, reads }) {
    await press('noor', TRIAGE, 'Take the case');
    for (const [label, reason] of [
      ['Freeze Mara Ito', 'She confirms on the phone that she was called by "IT support"'],
      ['Revoke', 'Nobody installed this app'],
      ['End', "Her sessions may be the caller's"],
      ['Clear', 'The new factor is not hers'],
      ['Require', 'Every sign-in has to be hers from now on'],
    ] as const) {
      await press('noor', TRIAGE, label);
      await submit('noor', { reason });
    }
    await choose('noor', TRIAGE, 'Decline a step…');
    await submit('noor', {
      choice: 'Suspend Mara Ito in Okta',
      reason: 'Not needed: sessions are ended and every sign-in needs a factor',
    });
    await reads('noor', TRIAGE, 'Freeze Mara Ito in Salesforce: checked, it is so');
    await reads('noor', TRIAGE, 'Require a second factor from Mara Ito in Okta: checked, it is so');
    await press('sam', TRIAGE, 'Undo: Freeze Mara Ito');
    await submit('sam', { reason: 'Mara is at her desk, with a new password and a new factor' });
    await reads('sam', TRIAGE, 'Freeze Mara Ito in Salesforce: taken back and checked');
    await choose('sam', TRIAGE, 'Close the case…');
    await submit('sam', { choice: 'It was an attack', reason: 'Confirmed by Mara; app, grants and sessions are gone' });
  },
  ends: {
    state: 'closed',
    quiet: false,
    vendors: {
      salesforce: { 'Mara Ito': 'active', 'Grants of My Ticket Portal': '0', 'Live sessions of Mara Ito': '0' },
      okta: { "Mara Ito's sessions": '0 sessions, 0 tokens alive' },
    },
  },
};
