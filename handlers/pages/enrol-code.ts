import { bindCode } from '#src/step-up/bind-code.ts';
import type { PagePost } from './route.ts';
import { sayBound } from './say-bound.ts';
import { EnrolCode } from './shapes.ts';

/** An authenticator app becomes somebody's, with its first code. */
export const enrolCodePost: PagePost = {
  method: 'POST',
  path: '/pages/enrol/code',
  work: async (deps, body) => sayBound(deps, await bindCode(deps.ctx, { ...EnrolCode.parse(body), key: deps.key })),
};
