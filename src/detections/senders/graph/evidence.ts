import type { Notes } from '../../reading/notes.ts';
import { noteOthers } from '../../reading/other-people.ts';
import type { PartyAsSent } from '../../reading/parties.ts';
import type { SentFinding } from '../../reading/read-finding.ts';
import { LONGEST, tame } from '../../reading/text.ts';
import type { Account, Evidence } from './schema.ts';

/** What an account's role in the alert makes of it here. Somebody compromised is whose access it is about: the attacker is whoever uses it. */
const SUBJECT: ReadonlySet<string> = new Set(['compromised']);
const ACTOR: ReadonlySet<string> = new Set(['attacker', 'source']);
const TARGET: ReadonlySet<string> = new Set(['attacked', 'destination']);

const typeOf = (evidence: Evidence): string => evidence['@odata.type'];

const READ: ReadonlySet<string> = new Set([
  'userEvidence',
  'ipEvidence',
  'oauthApplicationEvidence',
  'cloudApplicationEvidence',
  'cloudLogonSessionEvidence',
  'mailboxEvidence',
  'deviceEvidence',
  'fileEvidence',
  'urlEvidence',
]);

/** People, addresses, apps and the rest among an alert's evidence. */
export function readEvidence(evidence: readonly Evidence[], notes: Notes) {
  const of = (type: string) => evidence.filter((one) => typeOf(one) === type);
  const [app, ...otherApps] = of('oauthApplicationEvidence');
  const clouds = of('cloudApplicationEvidence').map(({ displayName }) => displayName);
  const sessions = of('cloudLogonSessionEvidence');
  noteUnread(evidence, notes);
  return {
    ...readPeople(evidence, notes),
    integration: { name: app?.displayName, id: app?.appId },
    addresses: of('ipEvidence').map(({ ipAddress, countryLetterCode }) => ({
      ip: ipAddress,
      place: countryLetterCode,
    })),
    products: clouds,
    objects: [
      ...clouds.map((name) => ({ type: 'app', name })),
      ...otherApps.map(({ displayName, appId }) => ({ type: 'app', name: displayName ?? appId })),
      ...of('mailboxEvidence').map(({ primaryAddress }) => ({ type: 'mailbox', name: primaryAddress })),
      ...of('deviceEvidence').map(({ deviceDnsName }) => ({ type: 'host', name: deviceDnsName })),
    ],
    observables: [
      ...sessions.map(({ sessionId }) => ({ type: 'session', value: sessionId })),
      ...sessions.map(({ userAgent }) => ({ type: 'user-agent', value: userAgent })),
      ...of('urlEvidence').map(({ url }) => ({ type: 'url', value: url })),
      ...of('fileEvidence').map(({ fileDetails }) => ({ type: 'file', value: fileDetails?.fileName })),
    ],
  } satisfies Partial<SentFinding>;
}

/** Roles say who acted and to whom it was done. Without such a role the first account is whom it is about, and nobody is said to have acted. */
function readPeople(evidence: readonly Evidence[], notes: Notes): Pick<SentFinding, 'subject' | 'actor' | 'target'> {
  const accounts = evidence.flatMap(({ userAccount, account, roles }) => {
    const known = userAccount ?? account?.userAccount;
    return known ? [{ party: asSent(known), roles }] : [];
  });
  const first = (wanted: ReadonlySet<string>) =>
    accounts.find(({ roles }) => roles.some((role) => wanted.has(role)))?.party;
  const compromised = first(SUBJECT);
  const actor = first(ACTOR);
  const target = first(TARGET);
  const subject = compromised ?? (actor || target ? undefined : (accounts[0]?.party ?? mailboxOwner(evidence)));
  noteOthers(
    accounts.map(({ party }) => party),
    [subject, actor, target],
    notes,
  );
  return { subject, actor, target };
}

const asSent = ({ userPrincipalName, accountName, displayName, azureAdUserId }: Account): PartyAsSent => ({
  fullName: displayName,
  userName: userPrincipalName ?? accountName,
  ids: { entra: azureAdUserId },
});

function mailboxOwner(evidence: readonly Evidence[]): PartyAsSent | undefined {
  const mailbox = evidence.find((one) => typeOf(one) === 'mailboxEvidence' && one.primaryAddress !== undefined);
  return mailbox && { email: mailbox.primaryAddress, fullName: mailbox.displayName };
}

function noteUnread(evidence: readonly Evidence[], notes: Notes): void {
  const types = evidence.map((one) => tame(typeOf(one), LONGEST.word)).filter((type) => type !== '' && !READ.has(type));
  const unread = [...new Set(types)].slice(0, 5);
  if (unread.length > 0) notes.add(`The alert also holds evidence Cordon does not read: ${unread.join(', ')}.`);
}
