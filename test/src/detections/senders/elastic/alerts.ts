/** Elastic's prebuilt rule "Attempt to Reset MFA Factors for an Okta User Account". */
export const RESET_FACTORS = '729aa18d-06a6-41c7-b175-b65b739b1181';

/** An alert document as it is in the index. */
export const alert = (more: object = {}): Record<string, unknown> => ({
  _id: 'e4c0',
  '@timestamp': '2026-11-22T08:02:11.205Z',
  'kibana.alert.uuid': 'e4c0-uuid',
  'kibana.alert.severity': 'high',
  'kibana.alert.risk_score': 73,
  'kibana.alert.reason': 'iam event by helpdesk created high alert.',
  'kibana.alert.rule.name': 'Attempt to Reset MFA Factors',
  'kibana.alert.rule.rule_id': RESET_FACTORS,
  'kibana.alert.rule.uuid': 'b1f0',
  'kibana.alert.rule.tags': ['Use Case: Identity', 'Data Source: Okta'],
  'kibana.alert.rule.threat': [
    {
      framework: 'MITRE ATT&CK',
      technique: [
        { id: 'T1098', subtechnique: [{ id: 'T1098.005' }] },
        { id: 'T1556', subtechnique: [] },
      ],
    },
  ],
  'kibana.alert.original_time': '2026-11-22T07:58:00.000Z',
  'kibana.alert.workflow_status': 'open',
  'kibana.alert.url': 'https://kibana.northwind.example/app/security/alerts/redirect/e4c0',
  event: { dataset: 'okta.system', action: 'user.mfa.factor.reset_all' },
  user: { name: 'helpdesk', full_name: 'Help Desk' },
  okta: {
    actor: { id: '00uHELP', type: 'User', alternate_id: 'helpdesk@northwind.example', display_name: 'Help Desk' },
    target: [
      { id: '00uVIC', type: 'User', alternate_id: 'dana.ortiz@northwind.example', display_name: 'Dana Ortiz' },
      { id: '0oa1', type: 'AppInstance', alternate_id: 'Salesforce.com', display_name: 'Salesforce.com' },
    ],
    authentication_context: { external_session_id: '102nZ' },
  },
  source: {
    ip: '203.0.113.9',
    geo: { city_name: 'Reno', country_name: 'United States' },
    as: { number: 64_500, organization: { name: 'Example Telecom' } },
  },
  client: { ip: '203.0.113.9', geo: { city_name: 'Elsewhere' } },
  user_agent: { original: 'Mozilla/5.0' },
  ...more,
});

/** What the template says of the rule. */
export const rule = { id: RESET_FACTORS, name: 'Attempt to Reset MFA Factors', severity: 'low', risk_score: '21' };

/** A delivery of the template. */
export const body = (alerts: unknown, more: object = {}) => ({
  cordon_template: 'elastic/1',
  rule,
  link: 'https://kibana.northwind.example/app/security',
  alerts,
  ...more,
});

/** A sign-in, without anything of Okta's. */
export const signIn = (more: object = {}) => alert({ okta: undefined, user: { name: 'mara' }, ...more });
