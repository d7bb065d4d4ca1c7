/** What the webhook action posts for a row of a search. */
export const alert = (row: object = {}, more: object = {}) => ({
  sid: 'scheduler__svc_soc__search__RMD5a1_at_1795334800_77',
  results_link: 'https://splunk.northwind.example:8000/app/search/@go?sid=1',
  search_name: 'CRM - bulk export by non-sales user',
  owner: 'svc_soc',
  app: 'search',
  result: {
    _time: '1795334760.500',
    user: 'mara.ito@northwind.example',
    src: '198.51.100.23',
    app: 'salesforce',
    object: 'Contact',
    record_count: '41,250',
    usual_count: '120',
    severity: 'high',
    kind: 'bulk-export',
    orig_event_id: '9f0c2a1e',
    ...row,
  },
  ...more,
});

/** The same for a finding of Enterprise Security. */
export const finding = (row: object = {}, more: object = {}) => ({
  ...alert({}, { search_name: 'Findings to Cordon' }),
  result: {
    _time: '1795334880',
    event_id: 'E10E99CE@@notable@@5a1f0e6f',
    rule_name: 'SaaS - factors reset by the help desk',
    rule_title: 'Factors of Dana Ortiz were reset',
    security_domain: 'identity',
    severity: 'high',
    urgency: 'critical',
    risk_object: 'dana.ortiz',
    risk_object_type: 'user',
    user: 'dana.ortiz',
    src_user: 'helpdesk',
    src: '203.0.113.9',
    'annotations.mitre_attack.mitre_technique_id': 'T1556.006',
    ...row,
  },
  ...more,
});
