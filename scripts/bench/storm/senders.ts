import { senders as known } from '#src/detections/senders/index.ts';
import type { StormFinding, Who } from './finding.ts';
import { asBearer, inHeader, inPath, intuit, type Proof, signed } from './proofs.ts';

/** What a sender can say about who and what. */
type Said = 'email' | 'salesforce' | 'app' | 'payee' | 'closed';

/** One sender of the storm: which findings it can tell, and how it writes them. */
export interface StormSender {
  /** Its shape, and the name of its source. */
  id: string;
  proof: Proof;
  says: readonly Said[];
  grades: readonly StormFinding['grade'][];
  /** The id in the database, where it is not the plain one. */
  uid?(plain: string): string;
  /** The finding as this sender puts it. What differs from one sending to the next is not the finding's own. */
  write(finding: StormFinding, sending: number): Record<string, unknown>;
  /** Several in one delivery. */
  together?(written: readonly Record<string, unknown>[], sending: number): unknown;
}

const cordon: StormSender = {
  id: 'cordon',
  proof: signed,
  says: ['email', 'salesforce', 'app', 'payee', 'closed'],
  grades: ['finding', 'event'],
  write: ({ uid, at, grade, kind, who, app, payee, closed }, sending) => ({
    cordon: 'detection/1',
    id: uid,
    title: `Seen: ${kind}`,
    message: `Sent for the ${sending}. time.`,
    occurred_at: at.toISOString(),
    severity: 'high',
    grade,
    kind,
    product: payee ? 'quickbooks' : 'salesforce',
    ...(who && { subject: { name: who.name, email: who.email, ids: byName({ salesforce: who.salesforce }) } }),
    ...(app && { integration: { id: app, name: 'Ticket Portal' } }),
    ...(payee && { payee: { id: payee, name: 'Brightwater Supplies' } }),
    ...(closed && { status: 'closed' }),
  }),
};

const ocsf: StormSender = {
  id: 'ocsf',
  proof: signed,
  says: ['email', 'salesforce', 'app'],
  grades: ['finding'],
  write: ({ uid, at, kind, who, app }, sending) => ({
    class_uid: 2004,
    category_uid: 2,
    activity_id: 1,
    type_uid: 200401,
    time: at.getTime(),
    severity_id: 4,
    status_id: 1,
    metadata: { version: '1.5.0', product: { name: 'Acme SaaS Detect' }, logged_time: at.getTime() + sending },
    finding_info: { uid, title: `Unusual: ${kind}`, analytic: { uid: 'AN1520', name: 'AN1520', type_id: 2 } },
    evidences: [
      {
        actor: {
          user: { email_addr: who?.email, full_name: who?.name, uid: who?.salesforce ?? who?.okta },
          ...(app && { app_uid: app, app_name: 'Ticket Portal' }),
        },
        src_endpoint: { ip: '198.51.100.23', location: { city: 'Rotterdam', country: 'Netherlands' } },
      },
    ],
    resources: [{ type: 'salesforce.object', name: 'Contact' }],
  }),
  together: (written) => (written.length === 1 ? written[0] : written),
};

const splunk: StormSender = {
  id: 'splunk',
  proof: inPath,
  says: ['email', 'salesforce', 'closed'],
  grades: ['finding'],
  uid: (plain) => `${plain}@@notable@@5a1f0e6f4c9e4d0a8e2b7c1d9f3a6b21`,
  write: ({ uid, at, kind, who, closed }, sending) => ({
    sid: `scheduler__soc__search__RMD5a1_at_1795334800_${sending}`,
    results_link: 'https://splunk.example:8000/app/search',
    search_name: 'Findings to Cordon',
    app: 'SplunkEnterpriseSecuritySuite',
    result: {
      _time: String(at.getTime() / 1000),
      event_id: uid,
      rule_name: `SaaS - ${kind}`,
      security_domain: 'access',
      urgency: 'high',
      user: who?.email,
      user_id: who?.salesforce,
      src: '198.51.100.23',
      app: 'salesforce',
      kind,
      status_label: closed ? 'Closed' : 'New',
    },
  }),
};

const OKTA_EVENTS: Readonly<Record<string, string>> = {
  'factor-reset': 'user.mfa.factor.reset_all',
  'factor-enrolled': 'user.mfa.factor.activate',
  'permission-change': 'user.account.privilege.grant',
};

const oktaEventHook: StormSender = {
  id: 'okta-event-hook',
  proof: inHeader('authorization'),
  says: ['email'],
  grades: ['finding', 'event'],
  write({ uid, at, grade, kind, who }) {
    const user = (one: Who) => ({ id: one.okta, type: 'User', alternateId: one.email, displayName: one.name });
    const byAdmin = { id: '00u1danaortizHELP0h7', type: 'User', alternateId: 'dana@bench.example' };
    const reported = 'user.account.report_suspicious_activity_by_enduser';
    return {
      uuid: uid,
      published: at.toISOString(),
      eventType: grade === 'finding' ? reported : (OKTA_EVENTS[kind] ?? 'user.session.start'),
      displayMessage: `Okta saw: ${kind}`,
      actor: grade === 'finding' && who ? user(who) : byAdmin,
      target: who ? [user(who)] : [],
      outcome: { result: 'SUCCESS', reason: null },
      client: { ipAddress: '203.0.113.9', geographicalContext: { city: 'Reno', country: 'United States' } },
    };
  },
  together: (written, sending) => ({
    eventType: 'com.okta.event_hook',
    eventId: `hook-${sending}`,
    data: { events: written },
  }),
};

const panther: StormSender = {
  id: 'panther',
  proof: asBearer,
  says: ['email', 'salesforce', 'app'],
  grades: ['finding'],
  write: ({ uid, at, kind, who, app }, sending) => ({
    id: 'Salesforce.BulkAPI.DataExfiltration',
    name: 'Salesforce Bulk API Data Exfiltration',
    alertId: uid,
    type: 'RULE',
    title: `Salesforce: ${kind}`,
    description: `Rendered ${sending} times.`,
    severity: 'CRITICAL',
    createdAt: at.toISOString(),
    tags: ['Salesforce'],
    alertContext: byName({
      'User ID': who?.salesforce,
      Username: who?.email,
      'Operation Type': 'query',
      'Records Processed': '150,000',
      'Connected App ID': app,
    }),
  }),
};

const datadog: StormSender = {
  id: 'datadog',
  proof: inHeader('x-cordon-secret'),
  says: ['email', 'salesforce'],
  grades: ['finding'],
  write: ({ uid, at, kind, who }, sending) => ({
    cordon_template: 'datadog/1',
    signal_id: uid,
    severity: 'medium',
    title: `Salesforce: ${kind}`,
    message: `Evaluated ${sending} times.`,
    rule: { id: 'def-000-1u8', name: 'Salesforce login from new application' },
    attributes: { usr: byName({ email: who?.email, id: who?.salesforce }), service: ['salesforce'] },
    tags: 'source:salesforce, security:attack',
    date: String(at.getTime()),
  }),
};

const quickbooks: StormSender = {
  id: 'quickbooks-webhook',
  proof: intuit,
  says: ['payee'],
  grades: ['event'],
  write: ({ uid, at, kind, payee }, sending) => ({
    specversion: '1.0',
    id: uid,
    source: 'intuit.dsnBgbseACLLRZNxo2dfc4ev',
    type: kind === 'payment' ? 'qbo.billpayment.created.v1' : 'qbo.vendor.updated.v1',
    time: at.toISOString(),
    intuitentityid: payee,
    intuitaccountid: '310687',
    data: { sending },
  }),
  together: (written) => written,
};

const byName = (fields: Readonly<Record<string, string | undefined>>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const all = [cordon, ocsf, splunk, oktaEventHook, panther, datadog, quickbooks];

/** Those Cordon understands today. */
export const stormSenders: readonly StormSender[] = all.filter(({ id }) => known.some((one) => one.id === id));
