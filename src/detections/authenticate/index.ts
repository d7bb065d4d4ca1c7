import type { SourceAuth } from '../../config/schema.ts';
import { verifyBearer, verifyHeader } from './header.ts';
import { verifyStandardWebhooks } from './standard-webhooks.ts';
import type { Verdict, WebhookRequest } from './verdict.ts';

/** Decides on the raw request, before anything is parsed, whether it comes from its source. A source with no way to prove itself never does. */
export function authenticate(auth: SourceAuth, request: WebhookRequest): Verdict {
  if (auth.standard_webhooks) return verifyStandardWebhooks(auth.standard_webhooks.secrets, request);
  if (auth.header) return verifyHeader(auth.header.name, auth.header.values, request);
  if (auth.bearer) return verifyBearer(auth.bearer.tokens, request);
  return { ok: false, reason: 'this source has no way to prove itself' };
}
