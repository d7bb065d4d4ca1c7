import type { PageChannel, PageState } from '#sandbox/slack/page-state.ts';

const NEAR_PX = 80;

interface Moment {
  /** True when this channel was not shown before. */
  entered: boolean;
  channel: PageChannel;
  me: PageState['me'];
}

let lastTs = '';

/** Redraws, then puts in view what is new: on entering the first unread message, later whatever came while the end was in view. */
export function arrange(body: HTMLElement, { entered, channel, me }: Moment, redraw: () => void): void {
  const atEnd = body.scrollHeight - body.scrollTop - body.clientHeight < NEAR_PX;
  const newest = channel.messages.at(-1)?.ts ?? '';
  const byOthers = channel.messages.filter(({ user }) => user !== me.slackId);
  const firstUnread = channel.unread > 0 ? byOthers.at(-channel.unread)?.ts : undefined;
  redraw();
  if (entered) reveal(body, firstUnread ?? newest);
  else if (atEnd && newest !== lastTs) reveal(body, newest);
  lastTs = newest;
}

/** As far down as there is, but never past the beginning of this message. */
function reveal(body: HTMLElement, ts: string): void {
  body.scrollTop = body.scrollHeight;
  const node = [...body.querySelectorAll<HTMLElement>('[data-ts]')].find((one) => one.dataset.ts === ts);
  if (!node) return;
  const above = node.getBoundingClientRect().top - body.getBoundingClientRect().top;
  if (above < 0) body.scrollTop += above - 12;
}
