import { el } from '../dom.ts';
import { channelNameOf, nameOf, type Scene } from '../scene.ts';
import { moment } from './dates.ts';
import { words } from './words.ts';

/** An address a link may lead to; anything else is shown and leads nowhere. */
export function safeUrl(url: string): string | undefined {
  const parsed = URL.parse(url);
  return parsed && ['https:', 'http:', 'mailto:'].includes(parsed.protocol) ? url : undefined;
}

export function link(url: string, label: readonly Node[]): HTMLElement {
  const href = safeUrl(url);
  if (href === undefined) return el('bdi', { class: 'dead-link', title: 'This address cannot be opened' }, ...label);
  return el('a', { href, title: url, target: '_blank', rel: 'noopener noreferrer' }, el('bdi', {}, ...label));
}

export function person(slackId: string, scene: Scene): HTMLElement {
  const mine = slackId === scene.state.me.slackId;
  return el('bdi', { class: mine ? 'mention mention-me' : 'mention' }, `@${nameOf(scene.state, slackId)}`);
}

export const channel = (id: string, scene: Scene) =>
  el('bdi', { class: 'mention' }, `#${channelNameOf(scene.state, id)}`);

export const group = (name: string) => el('bdi', { class: 'mention' }, `@${name.replace(/^@/, '')}`);

/** `@channel` and its like interrupt everybody, so they cannot be overlooked here. */
export const broadcast = (range: string) =>
  el('strong', { class: 'mention-all', title: 'Interrupts everybody here' }, `@${range}`);

/** The three entities mrkdwn knows. */
export const decode = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** What stands between `<` and `>` in mrkdwn: a mention, a date or a link. */
export function angle(inside: string, scene: Scene): Node[] {
  const [target = '', ...rest] = inside.split('|');
  const label = rest.length > 0 ? decode(rest.join('|')) : undefined;
  if (/^@[UW]\w+$/.test(target)) return [person(target.slice(1), scene)];
  if (/^#C\w+$/.test(target)) return [channel(target.slice(1), scene)];
  if (/^!(channel|here|everyone)$/.test(target)) return [broadcast(target.slice(1))];
  const [command = '', subject = '', ...format] = target.split('^');
  if (command === '!subteam') return [group(label ?? subject)];
  if (command === '!date') return [dated(Number(subject), format, label ?? '', scene)];
  if (/^[a-z][a-z0-9+.-]*:/i.test(target)) return [link(decode(target), words(label ?? decode(target)))];
  return words(decode(`<${inside}>`));
}

function dated(seconds: number, [format = '', url]: string[], fallback: string, scene: Scene): HTMLElement {
  const when = moment(seconds, format, new Date(scene.state.now), fallback);
  return url === undefined ? when : link(url, [when]);
}
