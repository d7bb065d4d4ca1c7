import { createHash, randomBytes } from 'node:crypto';

/** What stands in the database instead of a token. */
export const sha256Of = (token: string): string => createHash('sha256').update(token).digest('hex');

/** The one part of a private link that nobody can guess: 256 bits. */
export const newToken = (): string => randomBytes(32).toString('base64url');
