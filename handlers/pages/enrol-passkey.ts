import { bindPasskey } from '#src/step-up/bind-passkey.ts';
import type { PagePost } from './route.ts';
import { sayBound } from './say-bound.ts';
import { Registration } from './shapes.ts';

/** A passkey becomes somebody's. */
export const enrolPasskeyPost: PagePost = {
  method: 'POST',
  path: '/pages/enrol/passkey',
  work: async (deps, body) => sayBound(deps, await bindPasskey(deps.ctx, Registration.parse(body))),
};
