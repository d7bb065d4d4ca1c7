import { askRegistration } from '#src/step-up/bind-passkey.ts';
import type { PagePost } from './route.ts';
import { OnlyToken } from './shapes.ts';

/** What a new passkey is made for. */
export const enrolChallengePost: PagePost = {
  method: 'POST',
  path: '/pages/enrol/challenge',
  work: ({ ctx }, body) => askRegistration(ctx, OnlyToken.parse(body).token),
};
