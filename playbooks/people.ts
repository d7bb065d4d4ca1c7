import { user as oktaUser } from '#src/connectors/okta/queries/user.ts';
import { user as salesforceUser } from '#src/connectors/salesforce/queries/user.ts';
import { type Cannot, cannot, type Facts, isCannot } from '#src/playbook.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

interface Person {
  email?: string;
  userId?: string;
}

/** The person as a connector can look them up; a sentence when the detection names nobody. */
function personOf(facts: Facts, vendor: string): Person | Cannot {
  const { email, ids = {} } = facts.subject ?? {};
  const userId = ids[vendor];
  if (!email && !userId) return cannot('The detection names no person, so there is nobody to look up.');
  return { ...(email ? { email } : {}), ...(userId ? { userId } : {}) };
}

/** From this long before the first event until now, as ISO 8601. */
export function windowOf(facts: Facts, beforeMs = DAY_MS): { since: string; until: string } {
  return { since: new Date(facts.firstSeen.getTime() - beforeMs).toISOString(), until: facts.now.toISOString() };
}

export const subjectName = (facts: Facts): string => facts.subject?.name ?? facts.subject?.email ?? 'Somebody';

/** Every address the person of the case goes by: a sender may name them by an id alone. */
export function accountsOf(facts: Facts): string[] {
  const okta = facts.finding(oktaUser);
  const salesforce = facts.finding(salesforceUser);
  const addresses = [facts.subject?.email, okta?.email, okta?.login, salesforce?.email, salesforce?.username];
  return [...new Set(addresses.filter((address) => address !== undefined))];
}

/** A question's input about the person of the case, by their id at this vendor or their e-mail address. */
export function aboutPerson<Input>(facts: Facts, vendor: string, build: (person: Person) => Input): Input | Cannot {
  const person = personOf(facts, vendor);
  return isCannot(person) ? person : build(person);
}

/** Whom an Okta action acts on. */
export function oktaTarget(facts: Facts): { userId: string; name: string } | Cannot {
  const found = facts.finding(oktaUser);
  return found ? { userId: found.userId, name: found.name } : cannot('The Okta user is not known.');
}
