import { z } from 'zod';

/** A moment in a question's input. */
export const moment = z.iso.datetime({ offset: true }).max(40);

export const DAY_MS = 86_400_000;
