import type { Twin, World } from '#sandbox/twin.ts';
import { salesforceState } from './initial.ts';
import { jobRoutes } from './jobs.ts';
import { oauthRoutes } from './oauth.ts';
import { panelRows } from './panel.ts';
import { queryRoutes } from './query.ts';
import { recordRoutes } from './records.ts';

/** A small Salesforce organisation: sign-in, SOQL, the records Cordon changes, bulk jobs and limits. */
export function createSalesforceTwin(world: World): Twin {
  const state = salesforceState(world);
  return {
    id: 'salesforce',
    name: 'Salesforce',
    routes: [
      ...oauthRoutes(world, state),
      ...queryRoutes(world, state),
      ...recordRoutes(world, state),
      ...jobRoutes(world, state),
    ],
    panel: () => panelRows(state, world.now()),
  };
}
