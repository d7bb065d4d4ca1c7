import type { PageChannel, PageState } from '#sandbox/slack/page-state.ts';

export const channelAt = (state: PageState, place: string): PageChannel | undefined =>
  state.channels.find(({ id }) => id === place);

/** What the `data-channel` hooks and the address call a channel. */
export const labelOf = ({ kind, name }: PageChannel) => (kind === 'dm' ? name : `#${name}`);

/** Where to look first: at what waits for this person, then at where the person works. Public channels call nobody. */
export function firstPlace({ channels }: PageState): string {
  const open = channels.filter(({ archived }) => !archived);
  const waiting = open.filter(({ unread }) => unread > 0);
  const isDirect = ({ kind, messages }: PageChannel) => kind === 'dm' && messages.length > 0;
  const works = open.find(({ kind }) => kind === 'private') ?? open.find(isDirect) ?? open[0];
  return (waiting.find(isDirect) ?? works)?.id ?? 'home';
}

/** The place somebody named in the address, by id or by name. */
export function placeNamed({ channels }: PageState, name: string): string | undefined {
  if (name === 'home') return name;
  return channels.find((channel) => channel.id === name || channel.name === name.replace(/^#/, ''))?.id;
}
