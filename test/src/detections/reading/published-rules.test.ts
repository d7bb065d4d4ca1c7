import { describe, expect, test } from 'vitest';
import { KINDS } from '#src/detections/kinds.ts';
import { kindOfRule, PUBLISHED_RULES } from '#src/detections/reading/published-rules.ts';

const names = Object.values(PUBLISHED_RULES).flatMap((rules) =>
  rules
    .split(/[|\n]/)
    .map((name) => name.trim())
    .filter(Boolean),
);

test.each([
  ['Salesforce.BulkAPI.DataExfiltration', 'bulk-export'],
  ['Okta.User.MFA.Reset.All', 'factor-reset'],
  ['Okta.PotentiallyStolenSession', 'session-stolen'],
  ['50e068d7-1e6b-4054-87e5-0a592c40c7e0', 'factor-removed'],
  ['okta_suspicious_activity_enduser_report', 'reported-by-user'],
  ['End User Consent', 'app-authorised'],
  ['defense_evasion_exchange_new_inbox_rule_delete_or_move', 'inbox-rule'],
  ['Dataverse - Mass export of records to Excel', 'bulk-export'],
  ['SAP - Deactivation of Security Audit Log', 'audit-disabled'],
  ['MATCH-S00773', 'login-as'],
  ['ESCU - O365 New Email Forwarding Rule Created - Rule', 'inbox-rule'],
  ['mr_913cbc7a-86c9-46a4-b822-023b4aa17106', 'session-stolen'],
])('%s is %s', (name, kind) => {
  expect(kindOfRule(name)).toBe(kind);
});

describe('only exactly', () => {
  test('case and the blanks around a name may differ', () => {
    expect(kindOfRule('  OKTA.user.mfa.RESET.all\n')).toBe('factor-reset');
  });

  test.each([
    'Okta.User.MFA.Reset',
    'Okta.User.MFA.Reset.All.Copy',
    'New: Okta.User.MFA.Reset.All',
    'Okta  Potentially Stolen Session',
    'bulk-export',
    'toString',
    '__proto__',
    '|',
    '',
    undefined,
  ])('%s is none', (name) => {
    expect(kindOfRule(name)).toBeUndefined();
  });

  // Each is for two different things, or for something Cordon has no word for.
  test.each([
    'Okta.Support.Reset',
    'Salesforce.OAuth.Credential.Abuse',
    'Salesforce.ThirdParty.Integration.Monitoring',
    'F&O - Bank account change following network alias reassignment',
    'Entra ID MFA Disabled for User',
    'MATCH-S00771',
    'THRESHOLD-S00108',
  ])('%s is left out', (name) => {
    expect(kindOfRule(name)).toBeUndefined();
  });
});

test('the first that is known decides', () => {
  expect(kindOfRule(undefined, 'my copy', 'MATCH-S00772', 'MATCH-S00773')).toBe('report-export');
  expect(kindOfRule()).toBeUndefined();
});

test('no rule stands twice, and every kind is a kind', () => {
  const spelled = names.map((name) => name.toLowerCase());
  expect(spelled.filter((name, index) => spelled.indexOf(name) !== index)).toEqual([]);
  expect(Object.keys(PUBLISHED_RULES).filter((kind) => !Object.hasOwn(KINDS, kind))).toEqual([]);
  for (const name of names) expect(kindOfRule(name)).toBeDefined();
});
