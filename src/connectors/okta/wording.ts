import type { LogEvent } from './log-event.ts';

/** "1 sign-in", "3 sign-ins". */
export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`;

/** "Rotterdam, network Example Hosting, 203.0.113.77", with what Okta knows of it. */
export function placeOf({
  city,
  country,
  network,
  address,
}: Pick<LogEvent, 'city' | 'country' | 'network' | 'address'>) {
  const known = [city ?? country, network && `network ${network}`, address].filter(Boolean);
  return known.length === 0 ? {} : { where: known.join(', ') };
}

const FACTORS: readonly [pattern: RegExp, name: string][] = [
  [/SMS/, 'SMS'],
  [/CALL|VOICE/, 'voice call'],
  [/EMAIL/, 'e-mail'],
  [/PUSH/, 'Okta Verify push'],
  [/SIGNED_NONCE/, 'Okta FastPass'],
  [/WEBAUTHN|FIDO|U2F/, 'security key or passkey'],
  [/QUESTION/, 'security question'],
  [/PASSWORD/, 'password'],
  [/SOFT|TOTP|HOTP|GOOGLE/, 'authenticator app'],
];

/** A factor as people call it; Okta's own word where this list has none. */
export const factorName = (factor: string): string =>
  FACTORS.find(([pattern]) => pattern.test(factor.toUpperCase()))?.[1] ?? factor.toLowerCase().replaceAll('_', ' ');
