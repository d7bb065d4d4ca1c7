import { el } from '../dom.ts';

/** The few emoji an app is likely to send by name; others stay as `:name:`. */
const emoji: Readonly<Record<string, string>> = {
  bell: '🔔',
  bulb: '💡',
  eyes: '👀',
  fire: '🔥',
  hourglass: '⌛',
  hourglass_flowing_sand: '⏳',
  information_source: 'ℹ️',
  large_blue_circle: '🔵',
  large_green_circle: '🟢',
  large_orange_circle: '🟠',
  large_red_circle: '🔴',
  large_yellow_circle: '🟡',
  lock: '🔒',
  mag: '🔍',
  moneybag: '💰',
  no_entry: '⛔',
  octagonal_sign: '🛑',
  red_circle: '🔴',
  rotating_light: '🚨',
  scales: '⚖️',
  shield: '🛡️',
  unlock: '🔓',
  warning: '⚠️',
  white_check_mark: '✅',
  x: '❌',
};

export const emojiNamed = (name: string): string => emoji[name] ?? `:${name}:`;

const DIRECTION_CONTROLS = /([\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c])/u;

/**
 * Text as it is, except that characters which turn the writing direction round are shown as red marks instead of doing it. Slack lets them
 * work; here they are something to notice.
 */
export function words(text: string, withEmoji = true): Node[] {
  const named = withEmoji ? text.replace(/:([a-z0-9_+-]+):/g, (code, name: string) => emoji[name] ?? code) : text;
  return named.split(DIRECTION_CONTROLS).flatMap((piece, index): Node[] => {
    if (piece === '') return [];
    return index % 2 === 0 ? [document.createTextNode(piece)] : [directionMark(piece)];
  });
}

function directionMark(control: string): HTMLElement {
  const code = `U+${control.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`;
  return el('span', { class: 'loud-mark', title: 'A character that turns the writing direction round' }, code);
}
