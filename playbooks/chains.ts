import type { Chain } from '#src/playbook.ts';

const HOUR = 60;
const DAY = 24 * HOUR;

/** Things that are ordinary one by one and an attack in this order; the incidents they come from are in docs/correlation.md. */
export const chains: readonly Chain[] = [
  {
    id: 'new-app-then-bulk-read',
    title: 'a new app was authorised, then records were read in bulk',
    playbook: 'connected-app-exfiltration',
    withinMinutes: 4 * HOUR,
    links: [
      { kinds: ['app-authorised'], by: [] },
      { kinds: ['bulk-export', 'report-export', 'unusual-access'], by: ['person', 'app'] },
    ],
  },
  {
    id: 'help-desk-reset-then-records',
    title: 'factors were reset, somebody signed in from an unusual place, then customer records were opened',
    playbook: 'connected-app-exfiltration',
    withinMinutes: DAY,
    links: [
      { kinds: ['factor-reset', 'factor-removed', 'password-reset'], by: [] },
      { kinds: ['rare-sign-in', 'session-stolen', 'sign-in-without-mfa'], by: ['person'] },
      {
        kinds: ['bulk-export', 'report-export', 'unusual-access'],
        products: ['salesforce', 'hubspot', 'dynamics365'],
        by: ['person'],
      },
    ],
  },
  {
    id: 'payee-change-then-payment',
    title: 'the payee’s bank details were changed, then a payment to them was made',
    playbook: 'vendor-bank-change',
    withinMinutes: 30 * DAY,
    links: [
      { kinds: ['payee-bank-change'], by: [] },
      { kinds: ['payment', 'large-transfer'], by: ['payee'] },
    ],
  },
  {
    id: 'export-then-payee-change-then-payment',
    title: 'contacts were exported, a payee’s bank details were changed, then the first payment was made',
    playbook: 'vendor-bank-change',
    withinMinutes: 30 * DAY,
    links: [
      { kinds: ['bulk-export', 'report-export'], by: [] },
      { kinds: ['payee-bank-change'], by: ['person', 'app'] },
      { kinds: ['payment', 'large-transfer'], by: ['payee'] },
    ],
  },
  {
    id: 'inbox-rule-then-payment-election',
    title: 'an inbox rule was made, a factor enrolled, then the payment election was changed',
    playbook: 'unknown-detection',
    withinMinutes: 14 * DAY,
    links: [
      { kinds: ['inbox-rule'], by: [] },
      { kinds: ['factor-enrolled'], by: ['person'] },
      { kinds: ['payment-election'], by: ['person'] },
    ],
  },
  {
    id: 'factor-gone-and-not-back',
    title: 'a second factor was taken away and none was enrolled in its place',
    playbook: 'unknown-detection',
    withinMinutes: HOUR,
    links: [{ kinds: ['factor-reset', 'factor-removed'], by: [] }],
    unless: { kinds: ['factor-enrolled'], withinMinutes: HOUR },
  },
];
