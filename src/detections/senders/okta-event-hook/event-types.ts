import type { Detection, Severity } from '../../detection.ts';
import type { Kind } from '../../kinds.ts';

export interface EventType {
  kind?: Kind;
  grade: Detection['grade'];
  severity: Severity;
}

const event = (severity: Severity, kind: Kind): EventType => ({ kind, grade: 'event', severity });
const finding = (severity: Severity, kind?: Kind): EventType => ({ grade: 'finding', severity, ...(kind && { kind }) });

/**
 * What Okta's event types mean, by the exact names of its catalogue (2026.08). The severity is the level of the Sigma rule on that event
 * type where there is one. A type that is not here is an event of no kind: issuing a token, for instance, is part of every sign-in.
 */
export const EVENT_TYPES: ReadonlyMap<string, EventType> = new Map<string, EventType>([
  // Factors and accounts
  ['user.mfa.factor.reset_all', event('medium', 'factor-reset')],
  ['user.mfa.factor.deactivate', event('medium', 'factor-removed')],
  ['user.mfa.factor.activate', event('low', 'factor-enrolled')],
  ['user.account.reset_password', event('low', 'password-reset')],
  ['user.lifecycle.create', event('info', 'account-created')],
  ['user.lifecycle.deactivate', event('low', 'account-disabled')],
  // What Okta or its user judges to be wrong
  ['user.account.report_suspicious_activity_by_enduser', finding('high', 'reported-by-user')],
  ['security.threat.detected', finding('medium')],
  ['security.breached_credential.detected', finding('medium')],
  ['app.oauth2.token.detect_reuse', finding('medium', 'token-misuse')],
  ['app.oauth2.as.token.detect_reuse', finding('medium', 'token-misuse')],
  // Apps
  ['app.oauth2.consent.grant', event('low', 'app-authorised')],
  ['app.oauth2.as.consent.grant', event('low', 'app-authorised')],
  // Rights
  ['user.account.privilege.grant', event('medium', 'permission-change')],
  ['group.privilege.grant', event('medium', 'permission-change')],
  ['app.oauth2.client.privilege.grant', event('medium', 'permission-change')],
  ['iam.resourceset.bindings.add', event('medium', 'permission-change')],
  ['iam.role.permissions.add', event('medium', 'permission-change')],
  // Policies
  ['policy.lifecycle.activate', event('low', 'policy-change')],
  ['policy.lifecycle.create', event('low', 'policy-change')],
  ['policy.lifecycle.deactivate', event('low', 'policy-change')],
  ['policy.lifecycle.delete', event('low', 'policy-change')],
  ['policy.lifecycle.overwrite', event('low', 'policy-change')],
  ['policy.lifecycle.update', event('low', 'policy-change')],
  ['policy.rule.activate', event('medium', 'policy-change')],
  ['policy.rule.add', event('medium', 'policy-change')],
  ['policy.rule.deactivate', event('medium', 'policy-change')],
  ['policy.rule.delete', event('medium', 'policy-change')],
  ['policy.rule.update', event('medium', 'policy-change')],
  ['application.policy.sign_on.update', event('medium', 'policy-change')],
  ['application.policy.sign_on.rule.create', event('medium', 'policy-change')],
  ['application.policy.sign_on.rule.delete', event('medium', 'policy-change')],
]);
