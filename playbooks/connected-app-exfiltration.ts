import { clearSessions } from '#src/connectors/okta/actions/clear-sessions.ts';
import { requireMfa } from '#src/connectors/okta/actions/require-mfa.ts';
import { suspendUser } from '#src/connectors/okta/actions/suspend-user.ts';
import { factorChanges } from '#src/connectors/okta/queries/factor-changes.ts';
import { signIns as oktaSignIns } from '#src/connectors/okta/queries/sign-ins.ts';
import { user as oktaUser } from '#src/connectors/okta/queries/user.ts';
import { endSessions } from '#src/connectors/salesforce/actions/end-sessions.ts';
import { freezeUser } from '#src/connectors/salesforce/actions/freeze-user.ts';
import { revokeGrants } from '#src/connectors/salesforce/actions/revoke-grants.ts';
import { apiEvents } from '#src/connectors/salesforce/queries/api-events.ts';
import { bulkJobs } from '#src/connectors/salesforce/queries/bulk-jobs.ts';
import { oauthGrants } from '#src/connectors/salesforce/queries/oauth-grants.ts';
import { reportEvents } from '#src/connectors/salesforce/queries/report-events.ts';
import { sessions } from '#src/connectors/salesforce/queries/sessions.ts';
import { setupChanges } from '#src/connectors/salesforce/queries/setup-changes.ts';
import { signIns } from '#src/connectors/salesforce/queries/sign-ins.ts';
import { user as salesforceUser } from '#src/connectors/salesforce/queries/user.ts';
import { act, ask, cannot, definePlaybook, type Facts, weigh } from '#src/playbook.ts';
import { aboutPerson, accountsOf, oktaTarget, subjectName, windowOf } from './people.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const NEW_GRANT_MS = DAY_MS;

/**
 * Customer records read in bulk through an app (AN1520, T1213.004; the UNC6040 pattern): somebody is talked into authorising an app, which
 * then reads everything. The order of the steps is the vendor's: freeze, revoke, end sessions; sessions first would let a live refresh
 * token make a new one.
 */
export const connectedAppExfiltration = definePlaybook({
  id: 'connected-app-exfiltration',
  version: '1',
  title: 'Customer records read through a connected app',
  when: {
    kinds: ['connected-app-exfiltration'],
    techniques: ['T1213.004', 'T1213', 'T1671', 'T1528', 'T1550.001'],
    analytics: ['AN1520'],
    products: ['salesforce'],
  },
  headline,
  ask: [
    ask(salesforceUser, (facts) => aboutPerson(facts, 'salesforce', (person) => ({ person }))),
    ask(apiEvents, (facts) => aboutPerson(facts, 'salesforce', (person) => ({ person, ...windowOf(facts) }))),
    ask(oauthGrants, (facts) => aboutPerson(facts, 'salesforce', (person) => ({ person }))),
    ask(signIns, (facts) => aboutPerson(facts, 'salesforce', (person) => ({ person, ...windowOf(facts) }))),
    ask(bulkJobs, (facts) => aboutPerson(facts, 'salesforce', (person) => ({ person, ...windowOf(facts) }))),
    ask(reportEvents, (facts) => aboutPerson(facts, 'salesforce', (person) => ({ person, ...windowOf(facts) }))),
    ask(setupChanges, (facts) => aboutPerson(facts, 'salesforce', (person) => ({ person, ...windowOf(facts) }))),
    ask(sessions, (facts) => aboutPerson(facts, 'salesforce', (person) => ({ person }))),
    ask(oktaUser, (facts) => aboutPerson(facts, 'okta', (person) => ({ person }))),
    ask(oktaSignIns, (facts) =>
      aboutPerson(facts, 'okta', (person) => ({ person, ...windowOf(facts), app: 'Salesforce' })),
    ),
    ask(factorChanges, (facts) => aboutPerson(facts, 'okta', (person) => ({ person, ...windowOf(facts, 7 * DAY_MS) }))),
  ],
  weigh: [
    weigh(apiEvents, ({ rows, usualDay, highestDay, activeDays }, { tunables }) => {
      if (rows < tunables.anomalousExportThreshold) return undefined;
      if (usualDay === null || activeDays < 14) {
        return {
          points: 25,
          because: `${num(rows)} rows read; not enough history to say what is usual (${activeDays} active days)`,
        };
      }
      if (highestDay !== null && rows <= highestDay * 1.5) {
        return {
          points: 10,
          because: `${num(rows)} rows read; as much has been read before on one day (${num(highestDay)})`,
        };
      }
      return {
        points: 35,
        because: `${num(rows)} rows read; usual day ${num(usualDay)}, highest before ${num(highestDay ?? usualDay)}`,
      };
    }),
    weigh(oauthGrants, ({ grants }, facts) => {
      const fresh = freshForeignGrants(grants, facts);
      return (
        fresh[0] && {
          points: 25,
          because: `"${fresh[0].appName}" was authorised in the last day; no administrator installed it`,
        }
      );
    }),
    weigh(oktaSignIns, ({ newNetworks, activeDays }) =>
      newNetworks.length > 0
        ? {
            points: 15,
            because: `signed in from a network never seen before (${newNetworks[0]}; ${activeDays} active days known)`,
          }
        : { points: -10, because: `only networks already known (${activeDays} active days)` },
    ),
    weigh(factorChanges, ({ changes }) => {
      const enrolled = changes.find((change) => change.kind === 'enrolled' || change.kind === 'reset');
      return (
        enrolled && {
          points: 20,
          because: `a sign-in factor was ${enrolled.kind} in the last days${enrolled.city ? `, from ${enrolled.city}` : ''}`,
        }
      );
    }),
    ({ lastSeen, tunables }) =>
      tunables.isBusinessHour(lastSeen) ? undefined : { points: 5, because: 'it happened outside your business hours' },
    weigh(apiEvents, ({ personalFields }) =>
      personalFields.length > 0
        ? { points: 5, because: `fields about people were read: ${personalFields.join(', ')}` }
        : undefined,
    ),
    weigh(oauthGrants, ({ grants }, facts) =>
      grants.length > 0 && freshForeignGrants(grants, facts).length === 0
        ? { points: -15, because: 'every app in use was installed by an administrator or has been there for longer' }
        : undefined,
    ),
  ],
  tells: [factorChanges, oktaSignIns, oauthGrants, apiEvents],
  pageAt: 40,
  steps: [
    act({
      key: 'freeze',
      role: 'security',
      quorum: 1,
      action: freezeUser,
      accounts: accountsOf,
      with: (facts) => {
        const found = facts.finding(salesforceUser);
        return found ? { userId: found.userId, name: found.name } : cannot('The Salesforce user is not known.');
      },
    }),
    act({
      key: 'revoke-grants',
      role: 'security',
      quorum: 1,
      action: revokeGrants,
      accounts: accountsOf,
      with: (facts) => {
        const found = facts.finding(salesforceUser);
        const app = suspectApp(facts);
        if (!found || !app) return cannot('No app of this person stands out.');
        return { userId: found.userId, name: found.name, appName: app };
      },
    }),
    act({
      key: 'end-salesforce-sessions',
      role: 'security',
      quorum: 1,
      action: endSessions,
      accounts: accountsOf,
      with: (facts) => {
        const found = facts.finding(salesforceUser);
        return found ? { userId: found.userId, name: found.name } : cannot('The Salesforce user is not known.');
      },
    }),
    act({
      key: 'clear-okta-sessions',
      role: 'security',
      quorum: 1,
      action: clearSessions,
      accounts: accountsOf,
      with: oktaTarget,
    }),
    act({
      key: 'require-mfa',
      role: 'security',
      quorum: 1,
      action: requireMfa,
      accounts: accountsOf,
      with: oktaTarget,
    }),
    act({
      key: 'suspend-okta',
      role: 'security',
      quorum: 1,
      action: suspendUser,
      accounts: accountsOf,
      with: oktaTarget,
    }),
  ],
});

const num = (value: number): string => value.toLocaleString('en-US');

interface Grant {
  appName: string;
  created: string;
  installedByAdmin: boolean;
}

const freshForeignGrants = (grants: readonly Grant[], { firstSeen }: Facts): readonly Grant[] =>
  grants.filter(
    (grant) => !grant.installedByAdmin && new Date(grant.created).getTime() > firstSeen.getTime() - NEW_GRANT_MS,
  );

/** The app to act on: the newest one nobody installed, else the one the detection names. */
function suspectApp(facts: Facts): string | undefined {
  const grants = facts.finding(oauthGrants)?.grants ?? [];
  const [fresh] = freshForeignGrants(grants, facts);
  const named = facts.integration?.name;
  return fresh?.appName ?? (grants.some((grant) => grant.appName === named) ? named : undefined);
}

function headline(facts: Facts): string {
  const read = facts.finding(apiEvents);
  const object = read?.byObject[0]?.object.toLowerCase() ?? 'record';
  const app = suspectApp(facts);
  const fresh = freshForeignGrants(facts.finding(oauthGrants)?.grants ?? [], facts).length > 0;
  const through = app ? ` through ${fresh ? `${app}, first seen today` : app}` : '';
  const what =
    read && read.rows > 0
      ? `${num(read.rows)} ${object}s read${through}`
      : (facts.detections.at(-1)?.title ?? 'unusual access');
  return `${subjectName(facts)} · Salesforce · ${what}`;
}
