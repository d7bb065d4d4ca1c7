/**
 * What can have happened, in Cordon's words: `kind` of a detection. Playbooks and chains match on them; `said` is how a sentence speaks of
 * it. A sender's reader gives a kind only where the sender's own event type or published rule means exactly that.
 */
export const KINDS = {
  // Access to records
  'bulk-export': 'bulk export',
  'report-export': 'report export',
  'unusual-access': 'unusual access to records',
  'records-deleted': 'records deleted',
  // Apps and tokens
  'app-authorised': 'app authorised',
  'token-misuse': 'token used in an unusual way',
  'connected-app-exfiltration': 'bulk read through a new app',
  // Sign-ins
  'rare-sign-in': 'sign-in from an unusual place',
  'sign-in-without-mfa': 'sign-in without a second factor',
  'session-stolen': 'session used from elsewhere',
  'sign-in-attack': 'attack on a sign-in',
  'reported-by-user': 'suspicious activity reported by the user',
  // Factors and accounts
  'factor-reset': 'factors reset',
  'factor-enrolled': 'factor enrolled',
  'factor-removed': 'factor removed',
  'password-reset': 'password reset',
  'account-created': 'account created',
  'account-disabled': 'account disabled',
  // Rights and settings
  'permission-change': 'permission changed',
  'policy-change': 'policy or rule changed',
  'audit-disabled': 'audit log switched off',
  'login-as': 'administrator signed in as somebody',
  // Mail
  'inbox-rule': 'inbox rule created',
  // Money
  'payee-change': 'payee changed',
  'payee-bank-change': 'payee bank details changed',
  'vendor-bank-change': 'supplier bank details changed, then paid',
  payment: 'payment created',
  'payment-election': 'payment election changed',
  'payout-account': 'payout account changed',
  'large-transfer': 'transfer out of pattern',
} as const;

export type Kind = keyof typeof KINDS;

/** How a sentence speaks of a kind; a customer's own word stands for itself. */
export const sayKind = (kind: string): string =>
  Object.hasOwn(KINDS, kind) ? KINDS[kind as Kind] : kind.replaceAll('-', ' ');
