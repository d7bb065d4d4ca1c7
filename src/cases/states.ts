import type { CaseState } from '../db/schema.ts';

/** The legal moves of a case. Closing needs a resolution, reopening a reason; see close.ts and reopen.ts. */
export const MOVES: Readonly<Record<CaseState, readonly CaseState[]>> = {
  new: ['investigating', 'containing', 'closed'],
  investigating: ['containing', 'closed'],
  containing: ['contained', 'investigating', 'closed'],
  contained: ['containing', 'closed'],
  closed: ['investigating'],
};

export const mayMove = (from: CaseState, to: CaseState): boolean => MOVES[from].includes(to);

const STATES = Object.keys(MOVES) as CaseState[];

/** The states a case may come to this one from: the condition of every update that moves it. */
export const leadingTo = (to: CaseState): CaseState[] => STATES.filter((from) => mayMove(from, to));

/** The step by which somebody whose say was suspended gets it back; its case stays until that is decided. */
export const RESTORE_KEY = 'restore-rights';

/** How a case can end. */
export const RESOLUTIONS = {
  'true-positive': 'It was an attack',
  benign: 'It was legitimate',
  'false-positive': 'The detection was wrong',
  duplicate: 'Another case covers it',
} as const;
export type Resolution = keyof typeof RESOLUTIONS;
