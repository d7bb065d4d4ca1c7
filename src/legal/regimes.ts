import type { RegimeId } from '../config/legal.ts';
import type { Regime } from './regime.ts';
import { elsewhere } from './regimes/elsewhere.ts';
import { europe } from './regimes/europe.ts';
import { unitedStates } from './regimes/united-states.ts';

/** Every regime Cordon knows. Whether one applies, and whether anybody has to be told, is for counsel. */
export const regimes: Readonly<Record<RegimeId, Regime>> = { ...europe, ...unitedStates, ...elsewhere };
