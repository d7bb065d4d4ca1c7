import { askChallenge } from '#src/step-up/challenge.ts';
import type { PagePost } from './route.ts';
import { Ask } from './shapes.ts';

/** The question for the key, over exactly this plan and answer. */
export const stepUpChallengePost: PagePost = {
  method: 'POST',
  path: '/pages/step-up/challenge',
  work: ({ ctx }, body) => askChallenge(ctx, Ask.parse(body)),
};
