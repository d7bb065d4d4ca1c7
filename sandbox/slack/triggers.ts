import type { Fail } from './call.ts';
import type { Trigger } from './state.ts';
import { nextId, type Workspace } from './workspace.ts';

const TRIGGER_LIVES_MS = 3_000;
/** Long enough that a late or second use is told apart from an id that never was. */
const REMEMBERED_MS = 10 * 60_000;

/** A new `trigger_id` for one interaction of one person. `viewId` is the modal it came from. */
export function createTrigger(workspace: Workspace, userId: string, viewId: string | null): string {
  const { state, world } = workspace;
  const at = world.now().getTime();
  for (const [id, trigger] of Object.entries(state.triggers)) {
    if (at - trigger.at > REMEMBERED_MS) delete state.triggers[id];
  }
  const id = nextId(workspace, 'trigger.');
  state.triggers[id] = { userId, at, used: false, viewId };
  return id;
}

type TriggerError = 'exchanged_trigger_id' | 'expired_trigger_id' | 'invalid_trigger_id';

/** Takes a trigger: once, and within three seconds. */
export function useTrigger({ state, world }: Workspace, id: string, fail: Fail<TriggerError>): Trigger {
  const trigger = state.triggers[id];
  if (!trigger) throw fail('invalid_trigger_id');
  if (trigger.used) throw fail('exchanged_trigger_id');
  if (world.now().getTime() - trigger.at > TRIGGER_LIVES_MS) throw fail('expired_trigger_id');
  trigger.used = true;
  return trigger;
}
