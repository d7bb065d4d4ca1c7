import { enrolPage } from './enrol.ts';
import { enrolChallengePost } from './enrol-challenge.ts';
import { enrolCodePost } from './enrol-code.ts';
import { enrolPasskeyPost } from './enrol-passkey.ts';
import { enrolSecretPost } from './enrol-secret.ts';
import type { PageRoute } from './route.ts';
import { stepUpPage } from './step-up.ts';
import { stepUpChallengePost } from './step-up-challenge.ts';
import { stepUpConfirmPost } from './step-up-confirm.ts';

/** Cordon's own pages, and what they do. */
export const pageRoutes: readonly PageRoute[] = [
  enrolChallengePost,
  enrolCodePost,
  enrolPage,
  enrolPasskeyPost,
  enrolSecretPost,
  stepUpChallengePost,
  stepUpConfirmPost,
  stepUpPage,
];
