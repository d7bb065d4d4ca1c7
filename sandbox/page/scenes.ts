import type { PageChannel, PageMessage, PageState, PageView } from '#sandbox/slack/page-state.ts';
import type { App } from './app.ts';
import { rememberOpener } from './focus.ts';
import type { Pointed, Scene } from './scene.ts';

/** What is under way is named by where it was pressed. */
export const busyKey = (
  scene: string,
  { block_id = '', action_id }: { block_id?: string | undefined; action_id: string },
) => `${scene} ${block_id} ${action_id}`;

type Where = { channel: string; ts: string } | { view_id: string };

const presser =
  (app: App, key: string, where: Where) =>
  ({ action_id, block_id, value }: Pointed): Promise<void> => {
    rememberOpener();
    const named = block_id === undefined ? { action_id } : { action_id, block_id };
    const doing = { act: 'click' as const, ...where, ...named, ...(value === undefined ? {} : { value }) };
    return app.act(doing, busyKey(key, { block_id, action_id }));
  };

export function messageScene(app: App, state: PageState, channel: PageChannel, message: PageMessage): Scene {
  const key = `${channel.id}/${message.ts}`;
  return {
    state,
    key,
    values: message.values,
    warning: message.warning?.actionId,
    press: presser(app, key, { channel: channel.id, ts: message.ts }),
  };
}

/** `typed` is what the person has filled in but not submitted; it counts before what the view holds. */
export function viewScene(app: App, state: PageState, view: PageView, typed: PageView['values'] = {}): Scene {
  const values = { ...view.values };
  for (const [block, elements] of Object.entries(typed)) values[block] = { ...values[block], ...elements };
  return {
    state,
    key: view.id,
    values,
    warning: view.warning?.actionId,
    press: presser(app, view.id, { view_id: view.id }),
  };
}
