import type { AddressAsSent } from '../../reading/addresses.ts';
import { asNumber } from '../../reading/addresses.ts';
import type { Notes } from '../../reading/notes.ts';
import { noteOthers } from '../../reading/other-people.ts';
import type { PartyAsSent } from '../../reading/parties.ts';
import type { SentFinding } from '../../reading/read-finding.ts';
import { LONGEST, tame } from '../../reading/text.ts';
import type { Entity } from './schema.ts';

type Properties = Entity['properties'];
type Named = (properties: Properties) => string | undefined;

/** What was touched, by kind of entity. */
const OBJECTS: ReadonlyMap<string, { type: string; name: Named }> = new Map([
  ['CloudApplication', { type: 'app', name: ({ appName, name }) => appName ?? name }],
  ['Host', { type: 'host', name: ({ hostName }) => hostName }],
  ['Mailbox', { type: 'mailbox', name: ({ mailboxPrimaryAddress }) => mailboxPrimaryAddress }],
  ['AzureResource', { type: 'resource', name: ({ resourceId }) => resourceId }],
]);

/** What else can be searched for, by kind of entity. */
const OBSERVABLES: ReadonlyMap<string, { type: string; value: Named }> = new Map([
  ['Url', { type: 'url', value: ({ url }) => url }],
  ['DnsResolution', { type: 'domain', value: ({ domainName }) => domainName }],
  ['File', { type: 'file', value: ({ fileName, name }) => fileName ?? name }],
  ['FileHash', { type: 'hash', value: ({ hashValue }) => hashValue }],
]);

const READ: ReadonlySet<string> = new Set(['Account', 'Ip', ...OBJECTS.keys(), ...OBSERVABLES.keys()]);

/** An account is whose access the incident is about: Sentinel does not say who acted. */
export function readEntities(entities: readonly Entity[], notes: Notes) {
  const of = (kind: string) => entities.flatMap((entity) => (entity.kind === kind ? [entity.properties] : []));
  const accounts = of('Account').map(account);
  const [subject] = accounts;
  noteOthers(accounts, [subject], notes);
  noteUnread(entities, notes);
  return {
    subject,
    addresses: of('Ip').map(address),
    objects: entities.flatMap(({ kind, properties }) => {
      const object = OBJECTS.get(kind ?? '');
      return object ? [{ type: object.type, name: object.name(properties) }] : [];
    }),
    observables: entities.flatMap(({ kind, properties }) => {
      const observable = OBSERVABLES.get(kind ?? '');
      return observable ? [{ type: observable.type, value: observable.value(properties) }] : [];
    }),
    products: of('CloudApplication').map(({ appName, name }) => appName ?? name),
  } satisfies Partial<SentFinding>;
}

function account({ accountName, upnSuffix, displayName, aadUserId, friendlyName }: Properties): PartyAsSent {
  const isWhole = accountName === undefined || upnSuffix === undefined || accountName.includes('@');
  const userName = isWhole ? accountName : `${accountName}@${upnSuffix}`;
  return { fullName: displayName, userName: userName ?? friendlyName, ids: { entra: aadUserId } };
}

function address({ address: ip, location }: Properties): AddressAsSent {
  const place = [location?.city, location?.state, location?.countryName ?? location?.countryCode];
  return {
    ip,
    place: place.filter(Boolean).join(', ') || undefined,
    network:
      [location?.organization ?? location?.carrier, asNumber(location?.asn)].filter(Boolean).join(', ') || undefined,
  };
}

function noteUnread(entities: readonly Entity[], notes: Notes): void {
  const kinds = entities.flatMap(({ kind }) => (kind === undefined || READ.has(kind) ? [] : tame(kind, LONGEST.word)));
  const unread = [...new Set(kinds.filter((kind) => kind !== ''))].slice(0, 5);
  if (unread.length > 0) notes.add(`The incident also holds entities Cordon does not read: ${unread.join(', ')}.`);
}
