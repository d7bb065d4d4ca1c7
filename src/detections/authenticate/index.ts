import type { SourceAuth } from '../../config/source-auth.ts';
import { verifyBasic } from './basic.ts';
import { verifyBearer } from './bearer.ts';
import { verifyClientState } from './client-state.ts';
import { verifyHeader } from './header.ts';
import { verifyHmac } from './hmac.ts';
import { verifyHubspot } from './hubspot.ts';
import { verifyPath } from './path.ts';
import { verifyStandardWebhooks } from './standard-webhooks.ts';
import { verifyStripe } from './stripe.ts';
import { notAuthentic, type Verdict, type WebhookRequest } from './verdict.ts';

/** Decides on the raw request, before anything is parsed, whether it comes from its source. A source with no way to prove itself never does. */
export function authenticate(auth: SourceAuth, request: WebhookRequest): Verdict {
  if (auth.standard_webhooks) return verifyStandardWebhooks(auth.standard_webhooks, request);
  if (auth.header) return verifyHeader(auth.header, request);
  if (auth.bearer) return verifyBearer(auth.bearer, request);
  if (auth.basic) return verifyBasic(auth.basic, request);
  if (auth.hmac) return verifyHmac(auth.hmac, request);
  if (auth.hubspot) return verifyHubspot(auth.hubspot, request);
  if (auth.stripe) return verifyStripe(auth.stripe, request);
  if (auth.path) return verifyPath(auth.path, request);
  if (auth.client_state) return verifyClientState(auth.client_state, request);
  if (auth.unauthenticated === 'accept-the-risk') return { ok: true, headers: 'count' };
  return notAuthentic('this source has no way to prove itself');
}
