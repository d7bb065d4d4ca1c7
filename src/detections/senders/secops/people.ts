import type { Notes } from '../../reading/notes.ts';
import type { PartyAsSent } from '../../reading/parties.ts';
import type { Event, Field, User } from './schema.ts';

/**
 * Where in UDM a value comes from: "principal_ip", from the `source` "udm.principal.ip" or, as Google's published rules name their
 * outcomes, from the key. A key of the author's own ("user") says nothing.
 */
const pathOf = ({ source, key }: Field): string =>
  (source ?? key ?? '')
    .trim()
    .toLowerCase()
    .replace(/^udm\./, '')
    .replaceAll('.', '_');

/** The values of a field; Google joins those of a list by commas. */
export const valuesOf = (fields: readonly Field[], path: string): string[] =>
  fields.filter((field) => pathOf(field) === path).flatMap(({ value }) => value?.split(/,\s*/) ?? []);

/** Who acted (`principal`) or was acted upon (`target`): the one the rule groups by, with what its events know of them. */
export function readPerson(
  side: 'principal' | 'target',
  events: readonly Event[],
  fields: readonly Field[],
  notes: Notes,
): PartyAsSent | undefined {
  const users = distinct(events.flatMap((event) => event[side]?.user ?? []));
  const ids = valuesOf(fields, `${side}_user_userid`);
  const emails = valuesOf(fields, `${side}_user_email_addresses`);
  const grouped = users.find(
    ({ userid, emailAddresses }) =>
      (userid !== undefined && ids.includes(userid)) || emailAddresses.some((address) => emails.includes(address)),
  );
  const others = Math.max(users.length, ids.length, emails.length) - 1;
  if (others > 0) notes.add(`The detection names others as its ${side} besides the one shown: ${others}.`);
  const isNamed = ids.length + emails.length > 0;
  const user = grouped ?? (isNamed ? undefined : users[0]);
  if (user) return asParty(user);
  return isNamed ? { userName: ids[0], email: emails[0] } : undefined;
}

const asParty = ({ emailAddresses, userDisplayName, userid, productObjectId }: User): PartyAsSent => ({
  email: emailAddresses[0],
  fullName: userDisplayName,
  userName: userid,
  uid: productObjectId,
});

const distinct = (users: readonly User[]): User[] => [
  ...new Map(users.map((user) => [user.userid ?? user.emailAddresses[0] ?? user.productObjectId, user])).values(),
];
