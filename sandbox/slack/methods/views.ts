import { z } from 'zod';
import { type Call, type Handlers, read } from '../call.ts';
import type { OpenView } from '../state.ts';
import { useTrigger } from '../triggers.ts';
import { createView, openModal, pushModal, replaceView, viewFrom, viewObject } from '../views.ts';

const Opening = z.object({ trigger_id: z.string(), view: z.unknown() });
const Updating = z.object({
  view: z.unknown(),
  view_id: z.string().optional(),
  external_id: z.string().optional(),
  hash: z.string().optional(),
});

function findView({ workspace, fail }: Call<'views.update'>, wanted: z.infer<typeof Updating>): OpenView {
  const views = Object.values(workspace.state.views);
  const found = views.find(({ id, view }) =>
    wanted.view_id === undefined
      ? wanted.external_id !== undefined && view.external_id === wanted.external_id
      : id === wanted.view_id,
  );
  if (!found) throw fail('not_found');
  return found;
}

export const viewMethods = {
  'views.open': (call) => {
    const { workspace, fail } = call;
    const { trigger_id, view } = read(call, Opening);
    const checked = viewFrom(workspace, view, 'modal', fail);
    const open = openModal(workspace, useTrigger(workspace, trigger_id, fail).userId, checked);
    workspace.world.changed();
    return { view: viewObject(open) };
  },

  'views.push': (call) => {
    const { workspace, fail } = call;
    const { trigger_id, view } = read(call, Opening);
    const checked = viewFrom(workspace, view, 'modal', fail);
    const { userId, viewId } = useTrigger(workspace, trigger_id, fail);
    if (viewId === null) throw fail('invalid_trigger_id');
    const open = pushModal(workspace, userId, checked);
    if (!open) throw fail('push_limit_reached');
    workspace.world.changed();
    return { view: viewObject(open) };
  },

  'views.update': (call) => {
    const { workspace, fail } = call;
    const wanted = read(call, Updating);
    const open = findView(call, wanted);
    if (wanted.hash !== undefined && wanted.hash !== open.hash) throw fail('hash_conflict');
    replaceView(workspace, open, viewFrom(workspace, wanted.view, open.view.type, fail, open.id));
    workspace.world.changed();
    return { view: viewObject(open) };
  },

  'views.publish': (call) => {
    const { workspace, fail } = call;
    const { user_id, view, hash } = read(call, Updating.extend({ user_id: z.string() }));
    const { state, manifest } = workspace;
    const account = state.accounts[user_id];
    if (!account || account.stranger || account.deleted) throw fail('invalid_arguments');
    if (!manifest.features.app_home.home_tab_enabled) throw fail('not_enabled');
    const published = state.views[state.homes[user_id] ?? ''];
    if (hash !== undefined && hash !== published?.hash) throw fail('hash_conflict');
    const checked = viewFrom(workspace, view, 'home', fail, published?.id);
    if (published) replaceView(workspace, published, checked);
    const home = published ?? createView(workspace, user_id, checked);
    state.homes[user_id] = home.id;
    workspace.world.changed();
    return { view: viewObject(home) };
  },
} satisfies Pick<Handlers, 'views.open' | 'views.push' | 'views.update' | 'views.publish'>;
