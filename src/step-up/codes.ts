import { Secret, TOTP } from 'otpauth';
import { InvalidInput } from '../errors.ts';

const PERIOD_SECONDS = 30;
/** One step before and after: for clocks half a minute apart. */
const WINDOW = 1;

export const codesFrom = (secret: string, label: string, issuer: string): TOTP =>
  new TOTP({ issuer, label, secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: PERIOD_SECONDS });

export const newSecret = (): string => new Secret({ size: 20 }).base32;

/** The time step of a right code, which must be later than the last one taken; undefined for a wrong one. */
export function stepOfCode(secret: string, code: string, at: { now: Date; after: number }): number | undefined {
  const delta = codesFrom(secret, '', '').validate({ token: code, timestamp: at.now.getTime(), window: WINDOW });
  if (delta === null) return undefined;
  const step = Math.floor(at.now.getTime() / 1000 / PERIOD_SECONDS) + delta;
  return step > at.after ? step : undefined;
}

/** CORDON_KEY seals what codes are made from; without it there are none. */
export function keyFor(key: Buffer | undefined): Buffer {
  if (key) return key;
  throw new InvalidInput('no-codes', 'Codes cannot be used here: the server has no CORDON_KEY. Use a passkey.');
}
