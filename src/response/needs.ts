import type { RoleName } from '../db/schema.ts';

/** How many different people of a role have to say yes. */
export interface Need {
  role: RoleName;
  count: number;
}

/** Somebody who has said yes, with every role they may say it in. */
export interface Saying {
  person: string;
  roles: readonly RoleName[];
}

/**
 * How many voices are still missing. One human fills one place, in the role where they help most: places and people are matched, so that
 * neither the order of the answers nor a second role of somebody changes the result.
 */
export function missingOf(needs: readonly Need[], saying: readonly Saying[]): number {
  const places = needs.flatMap(({ role, count }) => Array.from({ length: count }, () => role));
  const rolesOf = new Map<string, Set<RoleName>>();
  for (const { person, roles } of saying) rolesOf.set(person, new Set([...(rolesOf.get(person) ?? []), ...roles]));
  const holder = new Map<string, number>();
  const takes = (place: number, tried: Set<string>): boolean => {
    for (const [person, roles] of rolesOf) {
      if (tried.has(person) || !roles.has(places[place] ?? 'legal')) continue;
      tried.add(person);
      const held = holder.get(person);
      if (held === undefined || takes(held, tried)) {
        holder.set(person, place);
        return true;
      }
    }
    return false;
  };
  return places.filter((_, place) => !takes(place, new Set())).length;
}

/** "2 of finance and 1 of security" */
export const sayNeeds = (needs: readonly Need[]): string =>
  needs.map(({ role, count }) => `${count} of ${role}`).join(' and ');
