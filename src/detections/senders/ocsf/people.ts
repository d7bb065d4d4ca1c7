import type { Detection, Party } from '../../detection.ts';
import { readIp } from '../../reading/addresses.ts';
import { grouped, type Notes } from '../../reading/notes.ts';
import { isSame, nameOf, readParty } from '../../reading/parties.ts';
import { identifier, LONGEST, showable } from '../../reading/text.ts';
import type { DetectionFinding, User } from './schema.ts';

/** Observables by OCSF's type_id: 4 user name, 5 e-mail address, 31 user id. */
const OBSERVABLE = { userName: 4, email: 5, uid: 31 } as const;
const SYSTEM_ACCOUNTS: Readonly<Record<number, string>> = { 3: 'a system account', 4: 'a service account' };

type People = Pick<Detection, 'subject' | 'actor' | 'integration'>;

/**
 * Whom the finding is about. `evidences[].user` is the one acted upon and comes first; without one, whoever acted is the subject too.
 * Observables are used only where no evidence names anybody.
 */
export function readPeople(finding: DetectionFinding, notes: Notes): People {
  const actors = [finding.actor, ...finding.evidences.map(({ actor }) => actor)];
  const acting = distinct(
    actors.map((actor) => actor?.user),
    'actor',
    notes,
  );
  const actedUpon = distinct(
    finding.evidences.map(({ user }) => user),
    'user',
    notes,
  );
  const observed = acting.length + actedUpon.length === 0 ? fromObservables(finding, notes) : undefined;
  const subject = actedUpon[0] ?? acting[0] ?? observed;
  const actor = acting[0];
  if (!subject) noteNobody(finding, notes);
  noteOthers(subject, actor, [...actedUpon, ...acting], notes);

  const app = actors.find((one) => one?.app_name ?? one?.app_uid);
  const name = showable(app?.app_name, LONGEST.name, 'app name', notes);
  const id = identifier(app?.app_uid, 'app id', notes);
  return {
    ...(subject && { subject }),
    ...(actor && { actor }),
    ...((name ?? id) && { integration: { ...(name && { name }), ...(id && { id }) } }),
  };
}

function distinct(users: readonly (User | undefined)[], called: string, notes: Notes): Party[] {
  const people: Party[] = [];
  for (const user of users) {
    if (!user || isAddress(user)) continue;
    const fullName = user.full_name ?? user.display_name;
    const person = readParty({ email: user.email_addr, fullName, userName: user.name, uid: user.uid }, called, notes);
    if (!person || people.some((known) => isSame(known, person))) continue;
    const kind = SYSTEM_ACCOUNTS[user.type_id ?? 0];
    if (kind) notes.add(`The sender says ${nameOf(person)} is ${kind}.`);
    people.push(person);
  }
  return people;
}

/** Some senders put the address into the user when they know nobody. */
const isAddress = ({ name, uid, email_addr }: User): boolean => !email_addr && readIp(name ?? uid) !== undefined;

function fromObservables({ observables }: DetectionFinding, notes: Notes): Party | undefined {
  const first = (type: number) => observables.find(({ type_id, value }) => type_id === type && value)?.value;
  const userName = first(OBSERVABLE.userName);
  return readParty({ email: first(OBSERVABLE.email), userName, uid: first(OBSERVABLE.uid) }, 'user', notes);
}

function noteNobody({ actor, evidences, unmapped }: DetectionFinding, notes: Notes): void {
  const users = [actor, ...evidences.map((evidence) => evidence.actor)].map((one) => one?.user);
  const words = [...users.map((user) => user?.name ?? user?.uid), unmapped?.actor?.displayName, unmapped?.actor?.id];
  const ip = words.map(readIp).find((found) => found !== undefined);
  notes.add(ip ? `The sender names no person: its actor is the address ${ip}.` : 'The sender names no person.');
}

function noteOthers(subject: Party | undefined, actor: Party | undefined, all: readonly Party[], notes: Notes): void {
  const others = all.filter((one) => ![subject, actor].some((known) => known && isSame(known, one))).map(nameOf);
  if (!subject || others.length === 0) return;
  const shown = others.slice(0, 3).join(', ');
  const rest = others.length > 3 ? ` and ${grouped(others.length - 3)} more` : '';
  notes.add(`This is read as being about ${nameOf(subject)}; the sender also names ${shown}${rest}.`);
}
