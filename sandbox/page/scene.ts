import type { PageState, PageValue, PageView } from '#sandbox/slack/page-state.ts';

/** The element that was pressed or changed. */
export interface Pointed {
  action_id: string;
  block_id: string | undefined;
  value?: PageValue;
}

/** What blocks are drawn in: one message, modal or home page, as one person sees it. */
export interface Scene {
  state: PageState;
  /** Names the message or view in `data-scene`, to find its elements again after a redraw. */
  key: string;
  values: PageView['values'];
  /** The action_id whose click was not answered. */
  warning: string | null | undefined;
  press(pointed: Pointed): Promise<void>;
}

const botId = (state: PageState) => state.channels.flatMap(({ messages }) => messages).find(({ isBot }) => isBot)?.user;

export function nameOf(state: PageState, slackId: string): string {
  const person = state.people.find((one) => one.slackId === slackId);
  return person?.name ?? (slackId === botId(state) ? 'Cordon' : slackId);
}

export const channelNameOf = (state: PageState, id: string) =>
  state.channels.find((channel) => channel.id === id)?.name ?? id;

/** What an element holds, as plain strings: Slack's state object without its wrapping. */
export function heldIn(scene: Scene, blockId: string | undefined, actionId: string): string[] | undefined {
  const state = scene.values[blockId ?? '']?.[actionId];
  const held = Object.entries(state ?? {}).find(([field]) => field !== 'type');
  return held && [held[1]].flat().flatMap(plainValue);
}

function plainValue(value: unknown): string[] {
  if (value === null || value === undefined) return [];
  if (typeof value === 'object') return 'value' in value ? [String(value.value)] : [];
  return [String(value)];
}
