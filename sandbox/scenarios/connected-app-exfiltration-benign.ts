import { people } from '#sandbox/company.ts';
import { seedUsualDay } from '#sandbox/vendors/okta/seed.ts';
import { seedQuarterlyExport } from '#sandbox/vendors/salesforce/seed.ts';
import type { DemoScenario } from './scenario.ts';

const { rui } = people;

/** The same detection about somebody who does this every quarter. */
export const connectedAppExfiltrationBenign: DemoScenario = {
  id: 'connected-app-exfiltration-benign',
  title: 'The quarterly export',
  says: 'Rui exports 38,400 contacts with Data Loader, as every quarter. Nobody is paged; the case is on record.',
  async send({ world, deliver }) {
    seedUsualDay(world, 'rui');
    seedQuarterlyExport(world);
    const at = world.now();
    return deliver('cordon', {
      cordon: 'detection/1',
      id: `crm-bulk-read-${at.getTime()}`,
      kind: 'connected-app-exfiltration',
      title: 'Bulk query of contacts',
      severity: 'high',
      occurred_at: at.toISOString(),
      product: 'salesforce',
      subject: { email: rui.email, name: rui.name, ids: { salesforce: rui.salesforceId, okta: rui.oktaId } },
      integration: { name: 'Data Loader' },
      addresses: [{ ip: '198.51.100.24' }],
      rule: { name: 'CRM bulk query', techniques: ['T1213.004'], analytics: ['AN1520'] },
    });
  },
  play: async () => undefined,
  ends: { state: 'new', quiet: true, vendors: {} },
};
