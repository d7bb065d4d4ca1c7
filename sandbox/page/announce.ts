import type { PageState } from '#sandbox/slack/page-state.ts';
import { el, part } from './dom.ts';
import { labelOf } from './places.ts';

const LONGEST = 400;

let heard: { as: string; upTo: string } | undefined;

/** Mrkdwn as it would be said: no markup, names instead of addresses. */
const said = (text: string) =>
  text
    .replace(/<[^<>|]*\|([^<>]*)>/g, '$1')
    .replace(/<([^<>]*)>/g, '$1')
    .replace(/[*_~`]/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .slice(0, LONGEST);

/** Reads out what others wrote since the last look; nothing on the first look at a person. */
export function announce(state: PageState): void {
  const all = state.channels.flatMap((channel) => channel.messages.map((message) => ({ channel, message })));
  const upTo =
    all
      .map(({ message }) => message.ts)
      .sort()
      .at(-1) ?? '';
  if (heard?.as !== state.me.key) part('live').replaceChildren();
  const known = heard?.as === state.me.key ? heard.upTo : upTo;
  heard = { as: state.me.key, upTo };
  const news = all.filter(({ message }) => message.ts > known && message.user !== state.me.slackId);
  for (const { channel, message } of news) {
    part('live').append(el('p', {}, `${message.userName} in ${labelOf(channel)}: ${said(message.text)}`));
  }
  while (part('live').childElementCount > 20) part('live').firstElementChild?.remove();
}
