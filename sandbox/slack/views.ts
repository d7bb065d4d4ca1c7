import { company } from '#sandbox/company.ts';
import { allElements, withIds } from './blocks/find.ts';
import { surfaceLimits } from './blocks/limits.ts';
import { type CheckedView, checkView, type View } from './blocks/view.ts';
import type { Fail } from './call.ts';
import { initialValues, setValue } from './element-values.ts';
import type { OpenView } from './state.ts';
import { nextId, nowSeconds, type Workspace } from './workspace.ts';

type ViewError = 'invalid_arguments' | 'view_too_large' | 'duplicate_external_id';

/** The view an app sent, or the error Slack answers with. `id` is the view it replaces, which may keep its external_id. */
export function viewFrom(
  { state }: Workspace,
  raw: unknown,
  type: View['type'],
  fail: Fail<ViewError>,
  id?: string,
): View {
  const checked: CheckedView = checkView(raw, type);
  if ('tooLarge' in checked) throw fail('view_too_large');
  if ('problems' in checked) {
    const messages = checked.problems.map((problem) => `[ERROR] ${problem}`);
    throw fail('invalid_arguments', { response_metadata: { messages } });
  }
  const { external_id } = checked.view;
  const taken = Object.values(state.views).some(
    (other) => external_id !== undefined && other.view.external_id === external_id && other.id !== id,
  );
  if (taken) throw fail('duplicate_external_id');
  return checked.view;
}

const newHash = (workspace: Workspace) => `${nowSeconds(workspace)}.${nextId(workspace, 'h')}`;

/** Puts a checked view into being, without placing it anywhere yet. */
export function createView(workspace: Workspace, userId: string, view: View, above?: OpenView): OpenView {
  const id = nextId(workspace, 'V');
  const blocks = withIds(view.blocks, () => nextId(workspace, 'b'));
  const open: OpenView = {
    id,
    userId,
    hash: newHash(workspace),
    view: { ...view, blocks },
    rootViewId: above?.rootViewId ?? id,
    previousViewId: above?.id ?? null,
    values: initialValues(blocks),
    errors: {},
    warning: null,
  };
  workspace.state.views[id] = open;
  return open;
}

/** Draws another view in the same place. What a person typed stays where block_id, action_id and kind stay. */
export function replaceView(workspace: Workspace, open: OpenView, view: View): void {
  const blocks = withIds(view.blocks, () => nextId(workspace, 'b'));
  const values = initialValues(blocks);
  for (const { block, element } of allElements(blocks)) {
    const typed = open.values[block.block_id]?.[element.action_id];
    if (typed?.type === element.type) setValue(values, block.block_id, element.action_id, typed);
  }
  Object.assign(open, { view: { ...view, blocks }, values, errors: {}, warning: null, hash: newHash(workspace) });
}

export const stackOf = ({ state }: Workspace, userId: string): OpenView[] =>
  (state.stacks[userId] ?? []).flatMap((id) => state.views[id] ?? []);

/** Opens a first modal; whatever modals the person had open are gone. */
export function openModal(workspace: Workspace, userId: string, view: View): OpenView {
  clearModals(workspace, userId);
  const open = createView(workspace, userId, view);
  workspace.state.stacks[userId] = [open.id];
  return open;
}

/** Puts a modal on top; undefined when the stack is full. */
export function pushModal(workspace: Workspace, userId: string, view: View): OpenView | undefined {
  const stack = stackOf(workspace, userId);
  if (stack.length >= surfaceLimits.viewStack) return undefined;
  const open = createView(workspace, userId, view, stack.at(-1));
  workspace.state.stacks[userId] = [...stack.map(({ id }) => id), open.id];
  return open;
}

export function closeModal({ state }: Workspace, { id, userId }: OpenView): void {
  state.stacks[userId] = (state.stacks[userId] ?? []).filter((other) => other !== id);
  delete state.views[id];
}

export function clearModals(workspace: Workspace, userId: string): void {
  for (const open of stackOf(workspace, userId)) closeModal(workspace, open);
}

/** A view as Slack's JSON, in answers and payloads. */
export const viewObject = ({ id, hash, view, values, rootViewId, previousViewId }: OpenView) => ({
  id,
  team_id: company.slackTeamId,
  app_id: company.slackAppId,
  app_installed_team_id: company.slackTeamId,
  bot_id: company.botId,
  callback_id: '',
  private_metadata: '',
  external_id: '',
  title: { type: 'plain_text', text: 'View Title', emoji: true },
  close: null,
  submit: null,
  clear_on_close: false,
  notify_on_close: false,
  submit_disabled: false,
  ...view,
  state: { values },
  hash,
  root_view_id: rootViewId,
  previous_view_id: previousViewId,
});
