import { askCodes } from '#src/step-up/bind-code.ts';
import type { PagePost } from './route.ts';
import { OnlyToken } from './shapes.ts';

/** A secret for an authenticator app, shown once. */
export const enrolSecretPost: PagePost = {
  method: 'POST',
  path: '/pages/enrol/secret',
  work: ({ ctx, key }, body) => askCodes(ctx, { ...OnlyToken.parse(body), key }),
};
