import type { World } from '#sandbox/twin.ts';
import { initialState } from './initial.ts';
import type { OktaState, Org } from './state.ts';

/** The state of the org; `createOktaTwin` and the seeds see the same one. */
export const openOrg = (world: World): Org => ({
  world,
  state: world.store<OktaState>('okta', () => initialState(world.now())),
});
