import { type Cannot, cannot, type Facts } from '#src/playbook.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The person as a connector can look them up; a sentence when the detection names nobody. */
export function personOf(facts: Facts, vendor: string): { email?: string; userId?: string } | Cannot {
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

export const accountOf = (facts: Facts): string | undefined => facts.subject?.email;
