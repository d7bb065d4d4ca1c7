import { expect, test } from 'vitest';
import { detected, finding } from '../finding.ts';

const read = (more: object) => detected('ocsf', finding(more));

test('sessions and listed observables, each once; addresses and people are read elsewhere', () => {
  const observables = [
    { type_id: 1, value: 'laptop-7' },
    { type_id: 2, value: '198.51.100.23' },
    { type_id: 5, value: 'mara.ito@northwind.example' },
    { type_id: 6, value: 'https://portal.example/app' },
    { type_id: 8, value: '0f343b09' },
    { type_id: 16, value: 'Salesforce-Multi-Org-Fetcher/1.0' },
    { type_id: 16, value: 'Salesforce-Multi-Org-Fetcher/1.0' },
    { type_id: 25, value: 'a process' },
    { type_id: 10 },
  ];
  const actor = { user: { email_addr: 'mara.ito@northwind.example' }, session: { uid: 'sess-1' } };
  expect(read({ observables, evidences: [{ actor }, { actor }] }).observables).toEqual([
    { type: 'session', value: 'sess-1' },
    { type: 'host', value: 'laptop-7' },
    { type: 'url', value: 'https://portal.example/app' },
    { type: 'hash', value: '0f343b09' },
    { type: 'user-agent', value: 'Salesforce-Multi-Org-Fetcher/1.0' },
  ]);
});

test.each([
  [{ uid: 'Okta.User.MFA.Reset.All', name: 'anything' }, 'factor-reset'],
  [{ uid: 'r-9', name: 'okta.user.mfa.reset.all' }, 'factor-reset'],
  [{ uid: 'r-9', name: 'Somebody reset all factors' }, undefined],
  [undefined, undefined],
])('the published rule %o gives the kind %s', (analytic, kind) => {
  expect(read({ finding_info: { uid: '1', title: 'Okta.User.MFA.Reset.All', analytic } }).kind).toBe(kind);
});
