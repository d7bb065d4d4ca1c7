import { count, foreign } from './text.ts';

type Detail = Record<string, unknown>;
type Teller = (who: string, detail: Detail) => string;

const word = (value: unknown): string => (typeof value === 'string' ? foreign(value, 240) : '');
const kindOf = (value: unknown): string => (value === 'totp' ? 'An authenticator app' : 'A key');

/** "confirmed with a key": how a voice was confirmed beside the click. */
export const confirmedWith = ({ confirmedBy }: Detail): string => {
  if (confirmedBy === 'passkey') return ' (confirmed with their key)';
  return confirmedBy === 'totp' ? ' (confirmed with a code)' : '';
};

/** Lines for one person, or for security, about what confirms decisions. */
export const STEP_UP_NOTICES: Readonly<Record<string, Teller>> = {
  'authenticator.bound': (_, detail) =>
    `${kindOf(detail.kind)} was enrolled for ${word(detail.name)}. From ${word(detail.usableAt)} on it can confirm decisions that take more than a click. If that was not you, tell security now; whoever runs Cordon takes it away with cordon enrol --replace.`,
  'authenticator.removed': (who, detail) =>
    `${who} took away what ${word(detail.name)} confirmed decisions with (${count(Number(detail.count), 'key')}). Nothing can be confirmed until a new one is enrolled and its waiting time is over.`,
  'step-up.locked': (_, detail) =>
    `${count(Number(detail.wrong), 'wrong code')} for ${word(detail.name)} on: ${word(detail.title)}. Nothing was counted. Nothing can be confirmed for ${word(detail.name)} until ${word(detail.until)}. If that was not ${word(detail.name)}, somebody else is using the Slack account.`,
};
