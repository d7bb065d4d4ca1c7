import type { Party } from '../detection.ts';
import type { Notes } from './notes.ts';
import { emailAddress, identifier, LONGEST, showable } from './text.ts';

/** Ids that show by their form which system gave them. */
const FORMS: readonly [system: string, form: RegExp][] = [
  ['salesforce', /^005[A-Za-z0-9]{12}([A-Za-z0-9]{3})?$/],
  ['okta', /^00u[A-Za-z0-9]{12,17}$/],
];

export interface PartyAsSent {
  email?: string | undefined;
  fullName?: string | undefined;
  userName?: string | undefined;
  /** An id whose system shows only by its form, if at all. */
  uid?: string | undefined;
  /** Ids whose system the sender names, by connector id: okta, entra, salesforce. */
  ids?: Readonly<Record<string, string | number | undefined>> | undefined;
}

const SYSTEM = /^[a-z][a-z0-9_-]{0,39}$/;

/** Somebody from what the sender says; undefined when that names nobody. A user name that is an e-mail address is read as one, with a note. */
export function readParty(sent: PartyAsSent, called: string, notes: Notes): Party | undefined {
  const userName = identifier(sent.userName, `${called}'s user name`, notes);
  const spoken = sent.fullName ?? (sent.userName?.trim().includes(' ') ? sent.userName : undefined);
  const name = showable(spoken, LONGEST.name, `${called}'s name`, notes);
  const uid = identifier(sent.uid, `${called}'s id`, notes);
  const ids: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [system, value] of Object.entries(sent.ids ?? {})) {
    const id = identifier(value === undefined ? undefined : String(value), `${called}'s id`, notes);
    if (!SYSTEM.test(system))
      notes.add(`An id of the ${called} was left out: its system is not named in small letters.`);
    else if (id) ids[system] = id;
  }
  if (uid) ids[FORMS.find(([, form]) => form.test(uid))?.[0] ?? 'uid'] = uid;
  if (userName && spoken !== sent.userName) ids.username = userName;

  const email = emailAddress(sent.email) ?? emailAddress(userName);
  if (email && !emailAddress(sent.email))
    notes.add(`No e-mail address was sent for ${email}; the user name was read as one.`);
  if (!email && sent.email?.trim()) notes.add(`The ${called}'s e-mail address was left out: it is none.`);
  if (!email && !name && Object.keys(ids).length === 0) return undefined;
  return { ...(email && { email }), ...(name && { name }), ids };
}

/** How a sentence speaks of somebody: by name, else by the best there is. */
export const nameOf = ({ name, email, ids }: Party): string =>
  name ?? email ?? ids.username ?? Object.values(ids)[0] ?? 'somebody';

/** True when both name the same account; two mere names are the same when they are spelled the same. */
export const isSame = (one: Party, other: Party): boolean =>
  (one.email !== undefined && one.email === other.email) ||
  Object.entries(one.ids).some(([system, id]) => other.ids[system] === id) ||
  (isMereName(one) && isMereName(other) && one.name === other.name);

const isMereName = ({ email, ids }: Party): boolean => email === undefined && Object.keys(ids).length === 0;
