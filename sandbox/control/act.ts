import { z } from 'zod';
import type { Colleague } from '#sandbox/company.ts';
import { clickMessage, clickView } from '#sandbox/slack/interactions/click.ts';
import { type Front, refused } from '#sandbox/slack/interactions/front.ts';
import { openHome, readChannel, sayMessage, sendCommand, useShortcut } from '#sandbox/slack/interactions/speak.ts';
import { closeView, submitView } from '#sandbox/slack/interactions/submit.ts';
import type { PageActed } from '#sandbox/slack/page-state.ts';

const Value = z.union([z.string(), z.number(), z.array(z.string()), z.record(z.string(), z.unknown()), z.null()]);
const pointed = {
  act: z.literal('click'),
  action_id: z.string(),
  block_id: z.string().optional(),
  value: Value.optional(),
};

/** `PageAct` of sandbox/slack/page-state.ts, without `as`. */
export const Act = z.union([
  z.object({ ...pointed, channel: z.string(), ts: z.string() }),
  z.object({ ...pointed, view_id: z.string() }),
  z.object({
    act: z.literal('submit'),
    view_id: z.string(),
    values: z.record(z.string(), z.record(z.string(), Value)).default({}),
  }),
  z.object({ act: z.literal('close'), view_id: z.string() }),
  z.object({ act: z.literal('open-home') }),
  z.object({ act: z.literal('command'), channel: z.string(), command: z.string(), text: z.string().default('') }),
  z.object({ act: z.literal('shortcut'), callback_id: z.string(), channel: z.string(), ts: z.string() }),
  z.object({
    act: z.literal('message'),
    channel: z.string(),
    text: z.string(),
    thread_ts: z.string().optional(),
  }),
  z.object({ act: z.literal('read'), channel: z.string() }),
]);
type Act = z.infer<typeof Act>;

/** Does what a person does on the page, and says what the app answered. */
export async function perform(front: Front, person: Colleague, act: Act): Promise<PageActed> {
  if (front.workspace.state.accounts[person.slackId]?.deleted) {
    return refused(`${person.name}'s account is deactivated; Slack lets nobody in with it.`);
  }
  switch (act.act) {
    case 'click':
      return 'view_id' in act ? clickView(front, person, act) : clickMessage(front, person, act);
    case 'submit':
      return submitView(front, person, act);
    case 'close':
      return closeView(front, person, act.view_id);
    case 'open-home':
      return openHome(front, person);
    case 'command':
      return sendCommand(front, person, act);
    case 'shortcut':
      return useShortcut(front, person, act);
    case 'message':
      return sayMessage(front, person, act);
    case 'read':
      return readChannel(front, person, act.channel);
  }
}
