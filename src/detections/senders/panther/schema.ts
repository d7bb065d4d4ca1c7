import { z } from 'zod';
import { embedded, list, maybe, measure, text } from '../../reading/lenient.ts';

/**
 * What a rule's own `alert_context` function returns, so anything. Read are the fields of Panther's published rules: those for Salesforce
 * spell them in words, those for Okta hand on parts of the System Log event.
 */
export const AlertContext = z.object({
  // rules/salesforce_rules
  'User ID': text,
  Username: text,
  'Source IP': text,
  'Connected App ID': text,
  'Connected App Name': text,
  'Client ID': text,
  'Client Name': text,
  'Entity Name': text,
  'Operation Type': text,
  'Records Processed': measure,
  'API Total Count': measure,
  'Job ID': text,
  'Session Key': text,
  // global_helpers/panther_okta_helpers
  event_type: text,
  actor: maybe(z.unknown()),
  client: maybe(z.unknown()),
  target: maybe(z.unknown()),
  outcome: maybe(z.unknown()),
  debug_context: maybe(z.unknown()),
  authentication_context: maybe(z.unknown()),
  security_context: maybe(z.unknown()),
});
export type AlertContext = z.infer<typeof AlertContext>;

/** The body of Panther's custom webhook: only the fields Cordon uses. */
export const Alert = z.object({
  id: text,
  name: text,
  alertId: text,
  type: text,
  title: text,
  description: text,
  severity: text,
  createdAt: text,
  link: text,
  tags: list(text),
  alertContext: embedded(AlertContext),
});
export type Alert = z.infer<typeof Alert>;
