import { asked, defineConnector, done } from '../define.ts';
import { clearSessions } from './actions/clear-sessions.ts';
import { requireMfa } from './actions/require-mfa.ts';
import { suspendUser } from './actions/suspend-user.ts';
import { check } from './check.ts';
import { createOktaClient } from './client.ts';
import { OktaConfig } from './config.ts';
import { factorChanges } from './queries/factor-changes.ts';
import { grants } from './queries/grants.ts';
import { signIns } from './queries/sign-ins.ts';
import { user } from './queries/user.ts';

export const okta = defineConnector({
  id: 'okta',
  name: 'Okta',
  config: OktaConfig,
  connect: createOktaClient,
  queries: [asked(user), asked(signIns), asked(factorChanges), asked(grants)],
  actions: [done(clearSessions), done(suspendUser), done(requireMfa)],
  check,
});
