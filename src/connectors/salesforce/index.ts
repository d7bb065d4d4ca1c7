import { asked, defineConnector, done } from '../define.ts';
import { endSessions } from './actions/end-sessions.ts';
import { freezeUser } from './actions/freeze-user.ts';
import { revokeGrants } from './actions/revoke-grants.ts';
import { check } from './check.ts';
import { createSalesforceClient } from './client.ts';
import { SalesforceConfig } from './config.ts';
import { apiEvents } from './queries/api-events.ts';
import { bulkJobs } from './queries/bulk-jobs.ts';
import { oauthGrants } from './queries/oauth-grants.ts';
import { reportEvents } from './queries/report-events.ts';
import { sessions } from './queries/sessions.ts';
import { setupChanges } from './queries/setup-changes.ts';
import { signIns } from './queries/sign-ins.ts';
import { user } from './queries/user.ts';

export const salesforce = defineConnector({
  id: 'salesforce',
  name: 'Salesforce',
  config: SalesforceConfig,
  connect: createSalesforceClient,
  queries: [
    asked(user),
    asked(signIns),
    asked(oauthGrants),
    asked(apiEvents),
    asked(bulkJobs),
    asked(reportEvents),
    asked(setupChanges),
    asked(sessions),
  ],
  actions: [done(freezeUser), done(revokeGrants), done(endSessions)],
  check,
});
