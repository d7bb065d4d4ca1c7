import type { Twin, World } from '#sandbox/twin.ts';
import { createGuard } from './guard.ts';
import { logRoutes } from './logs.ts';
import { openOrg } from './org.ts';
import { panelOf } from './panel.ts';
import { tokenRoute } from './token.ts';
import { readRoutes } from './users.ts';
import { writeRoutes } from './writes.ts';

/** A small Okta: one org, its System Log, its users, and the calls Cordon makes. */
export function createOktaTwin(world: World): Twin {
  const org = openOrg(world);
  const guarded = [...logRoutes(org), ...readRoutes(org), ...writeRoutes(org)].map(createGuard(org));
  return { id: 'okta', name: 'Okta', routes: [tokenRoute(org), ...guarded], panel: () => panelOf(org) };
}
