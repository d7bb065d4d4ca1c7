import { z } from 'zod';
import type { TimelineEvent } from '../../contract.ts';
import { defineQuery } from '../../define.ts';
import type { SalesforceClient } from '../client.ts';
import { readInstalledApps } from '../grants.ts';
import { AboutPerson } from '../person.ts';
import { GrantRow } from '../schema.ts';
import { soql } from '../soql.ts';
import { resolveUser } from '../users.ts';
import { grantRows, mayBeHidden, seesOthers } from '../visibility.ts';
import { counted, listed } from '../words.ts';

export const oauthGrants = defineQuery({
  id: 'salesforce.oauth-grants',
  question: 'Which apps may act for this person in Salesforce?',
  input: AboutPerson,
  data: z.object({
    grants: z.array(
      z.object({
        appName: z.string(),
        created: z.string(),
        lastUsed: z.string().nullable(),
        useCount: z.number(),
        /** The app's name is among the connected apps an administrator installed. */
        installedByAdmin: z.boolean(),
      }),
    ),
    /** Salesforce shows at most 2,500 grants. */
    capped: z.boolean(),
  }),
  async run(client: SalesforceClient, { person }, call) {
    const { id, name } = await resolveUser(client, person, call);
    const [total, read, apps] = await Promise.all([
      client.count(soql`SELECT COUNT() FROM OauthToken WHERE UserId = ${id}`, call),
      client.query(
        soql`SELECT AppName, CreatedDate, LastUsedDate, UseCount FROM OauthToken WHERE UserId = ${id}`,
        GrantRow,
        call,
      ),
      readInstalledApps(client, call),
    ]);
    const installed = new Set(apps.rows.map((app) => app.name));
    const grants = read.rows
      .map((grant) => ({ ...grant, installedByAdmin: installed.has(grant.appName) }))
      .toSorted((one, other) => other.created.localeCompare(one.created));
    const capped = total > grants.length;
    const foreign = grants.filter(({ installedByAdmin }) => !installedByAdmin);
    const notVisible: string[] = [];
    if (capped) notVisible.push(`${counted(total - grants.length, 'more grant')}: Salesforce shows 2,500 at most.`);
    if (grants.length === 0 && !(await seesOthers(client, grantRows, call))) notVisible.push(mayBeHidden(grantRows));
    if (apps.rows.length === 0) {
      notVisible.push(
        "Which apps an administrator installed: Salesforce shows none, or Cordon's user may not see them.",
      );
    }
    notVisible.push('Apps that sign in by JWT or client credentials leave no grant.');
    return {
      summary: summarise(name, grants, foreign),
      data: { grants, capped },
      events: authorisations(foreign),
      lookedAt: [
        { source: 'OauthToken', rows: grants.length },
        { source: 'ConnectedApplication', rows: apps.rows.length },
      ],
      notVisible,
    };
  },
});

interface Granted {
  appName: string;
  created: string;
}

/** One line an app, at its first grant. */
function authorisations(grants: readonly Granted[]): TimelineEvent[] {
  return [...Map.groupBy(grants, ({ appName }) => appName)].map(([appName, ofApp]) => ({
    when: ofApp.map(({ created }) => created).toSorted()[0] ?? '',
    what: `"${appName}" authorised in Salesforce (${counted(ofApp.length, 'grant')}); no administrator installed it`,
  }));
}

function summarise(name: string, grants: readonly Granted[], foreign: readonly Granted[]): string {
  if (grants.length === 0) return `${name} has granted no app access to Salesforce, as far as Cordon can see.`;
  const names = [...new Set(foreign.map(({ appName }) => appName))];
  const apps = new Set(grants.map(({ appName }) => appName)).size;
  const installed =
    names.length === 0
      ? 'all installed by an administrator'
      : `${foreign.length} to ${listed(names)}, installed by no administrator`;
  return `${name} has ${counted(grants.length, 'grant')} to ${counted(apps, 'app')}, ${installed}.`;
}
