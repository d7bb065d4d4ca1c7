import type { Party } from '../detection.ts';
import { createNotes, grouped, type Notes } from './notes.ts';
import { isSame, nameOf, type PartyAsSent, readParty } from './parties.ts';

const MOST_SHOWN = 3;

const quietly = (sent: PartyAsSent | undefined): Party[] => {
  const party = sent && readParty(sent, 'account', createNotes());
  return party ? [party] : [];
};

/** Tells in a note whom the sender names besides the ones the detection has a place for. */
export function noteOthers(
  named: readonly PartyAsSent[],
  placed: readonly (PartyAsSent | undefined)[],
  notes: Notes,
): void {
  const known = placed.flatMap(quietly);
  const others: Party[] = [];
  for (const party of named.flatMap(quietly)) {
    if (![...known, ...others].some((one) => isSame(one, party))) others.push(party);
  }
  if (others.length === 0) return;
  const shown = others.slice(0, MOST_SHOWN).map(nameOf).join(', ');
  const rest = others.length > MOST_SHOWN ? ` and ${grouped(others.length - MOST_SHOWN)} more` : '';
  notes.add(`The sender also names ${shown}${rest}.`);
}
