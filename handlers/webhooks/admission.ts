import { createRates, type Rates } from './rates.ts';

/** How many deliveries one server works on at a time; more are told to come back, so that a flood cannot take the memory. */
const MOST_AT_ONCE = 500;

export interface Admission extends Rates {
  /** Runs the work, or answers `full` at once. */
  admit<Result>(work: () => Promise<Result>): Promise<Result | 'full'>;
}

export function createAdmission(most = MOST_AT_ONCE): Admission {
  let inside = 0;
  return {
    ...createRates(),
    async admit(work) {
      if (inside >= most) return 'full';
      inside += 1;
      try {
        return await work();
      } finally {
        inside -= 1;
      }
    },
  };
}
