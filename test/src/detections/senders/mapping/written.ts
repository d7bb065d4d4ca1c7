import type { z } from 'zod';
import { Mapping } from '#src/config/mapping.ts';
import type { Detection } from '#src/detections/detection.ts';
import { normalise } from '#src/detections/senders/index.ts';
import { context, readOne } from '../finding.ts';

export type Written = z.input<typeof Mapping>;

export const needed = { id: 'alert.id', title: 'alert.title', time: 'alert.at' };
export const alert = { id: 'a-1', title: 'Bulk read', at: '2026-11-22T08:10:00Z' };

export const of = (more: Partial<Written> = {}) => ({ ...context, mapping: Mapping.parse({ ...needed, ...more }) });
export const read = (payload: unknown, more: Partial<Written> = {}) => readOne(normalise('mapping', payload, of(more)));
export function detected(payload: unknown, more: Partial<Written> = {}): Detection {
  const one = read(payload, more);
  if (!one.ok) throw new Error(one.reason);
  return one.detection;
}

export const everything: Written = {
  ...needed,
  severity: 'alert.level',
  status: 'alert.state',
  grade: 'alert.class',
  kind: 'alert.type',
  product: 'alert.app',
  reported_by: '$.vendor',
  message: 'alert.text',
  link: 'alert.url',
  subject: { email: 'who.mail', ids: { okta: 'who.okta' } },
  actor: { name: 'by.name', user_name: 'by.login' },
  target: { email: 'to.mail' },
  integration: { name: 'client.name', id: 'client.id' },
  addresses: [{ list: 'places', ip: 'ip', place: 'city', network: 'asn' }, { ip: 'gateways' }],
  objects: [{ type: { value: 'object' }, name: 'alert.objects[*].label' }],
  counts: [{ what: { value: 'contacts read' }, count: 'stats.rows', usual: 'stats.usual' }],
  observables: [{ list: 'seen', type: 'kind', value: 'value' }],
  amount: { value: 'money.sum', currency: { value: 'EUR' } },
  payee: { id: 'money.to.id', name: 'money.to.name' },
  rule: {
    name: 'rule.name',
    uid: 'rule.id',
    techniques: ['rule.attack[*].id'],
    analytics: ['rule.analytics'],
    attack_version: { value: '18.1' },
  },
  tables: {
    severity: { '1': 'critical', '2': 'high' },
    status: { true: 'closed', false: 'new' },
    grade: { audit: 'event' },
    kind: { DOWNLOAD: 'bulk-export' },
    product: { 'SFDC-PROD': 'salesforce' },
  },
};

export const full = {
  vendor: 'Acme Detect',
  alert: {
    ...alert,
    level: 1,
    state: false,
    class: 'alert',
    type: 'DOWNLOAD',
    app: 'SFDC-PROD',
    text: '41,250 contacts read',
    url: 'https://acme.example/a-1',
    objects: [{ label: 'Contact' }, { label: 'Account' }],
  },
  who: { mail: 'Mara.Ito@northwind.example', okta: '00u1abcdefGHIJKLM0h7' },
  by: { name: 'Dana Ortiz', login: 'dana.ortiz' },
  to: { mail: 'sam.okoro@northwind.example' },
  client: { name: 'My Ticket Portal', id: 77 },
  places: [{ ip: '198.51.100.23', city: 'Rotterdam' }, { ip: '10.0.0.7' }],
  gateways: ['203.0.113.9', '203.0.113.10'],
  stats: '{"rows":"41,250","usual":120}',
  seen: [
    { kind: 'session', value: 's-9' },
    { kind: 'user-agent', value: 'curl/8' },
  ],
  money: { sum: '48,200.00', to: { id: 56, name: 'Brightwater Supplies' } },
  rule: { name: 'Mass download', id: 'r-9', attack: [{ id: 'T1213.004' }, { id: 'T1530' }], analytics: ['AN1520'] },
};
