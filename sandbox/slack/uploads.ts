import type { Route } from '#sandbox/twin.ts';
import type { Workspace } from './workspace.ts';

/** Takes the bytes of a file upload and keeps only that they came. */
export const uploadRoutes = ({ state, world }: Workspace): Route[] => [
  {
    method: 'POST',
    pattern: '/upload/:id',
    handle({ params }) {
      const file = state.files[params.id ?? ''];
      if (!file || file.completed) return { status: 404, body: 'no such upload' };
      file.uploaded = true;
      world.changed();
      return { status: 200, body: `OK - ${file.size}` };
    },
  },
];
