import { foreign } from './text.ts';

type Detail = Record<string, unknown>;
type Teller = (who: string, detail: Detail) => string;

const word = (value: unknown, max = 240): string => (typeof value === 'string' ? foreign(value, max) : '');
/** Whose word it is; whoever typed it stands beside, where that is somebody else. */
const whose = (who: string, { by }: Detail): string => {
  const name = word(by, 60);
  return name === '' || name === who ? who : `${name} (typed by ${who})`;
};

/** Of the journal of a case: what legal put on record. The reasons are counsel's and stay out of the channel; the journal has them. */
export const LEGAL_TELLERS: Readonly<Record<string, Teller>> = {
  'legal.moment-set': (who, detail) => {
    const before = word(detail.was) ? ` (before: ${word(detail.was)})` : '';
    return `${whose(who, detail)} set "${word(detail.moment, 40)}" to ${word(detail.at)}${before}`;
  },
  'legal.voted': (who, detail) =>
    `${whose(who, detail)} said "${word(detail.label, 40)}" on ${word(detail.name)}; ${Number(detail.missing) || 0} more needed`,
  'legal.decided': (who, detail) =>
    `Legal decided on ${word(detail.name)}: ${word(detail.label, 40)}${word(detail.follows) ? ', going on from an earlier decision' : ''} (${whose(who, detail)})`,
  'hold.placed': (who, detail) => `${whose(who, detail)} placed a legal hold; nothing of this case may be deleted`,
  'hold.lifted': (who, detail) => `${whose(who, detail)} lifted the legal hold`,
};
