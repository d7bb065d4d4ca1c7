import { z } from 'zod';
import { company } from '#sandbox/company.ts';
import { count, type Handlers, read } from '../call.ts';
import { channelFor, isMember } from '../channels.ts';
import { addMessage } from '../messages.ts';
import { nextId } from '../workspace.ts';

const Finished = z.object({
  files: z.array(z.object({ id: z.string(), title: z.string().optional() })).min(1),
  channel_id: z.string().optional(),
  initial_comment: z.string().default(''),
  thread_ts: z.string().nullable().default(null),
});

/** The three-step upload, as far as a name and a size: nothing here keeps the bytes. */
export const fileMethods = {
  'files.getUploadURLExternal': (call) => {
    const { workspace } = call;
    const { filename, length } = read(call, z.object({ filename: z.string(), length: count.positive() }));
    const id = nextId(workspace, 'F');
    workspace.state.files[id] = { name: filename, size: length, uploaded: false, completed: false };
    workspace.world.changed();
    return { file_id: id, upload_url: `${workspace.ownUrl()}/upload/${id}` };
  },

  'files.completeUploadExternal': (call) => {
    const { workspace, fail } = call;
    const { files, channel_id, initial_comment, thread_ts } = read(call, Finished);
    const channel = channel_id === undefined ? undefined : channelFor(call, channel_id);
    if (channel && !isMember(channel, company.botUserId)) throw fail('not_in_channel');
    const stored = files.map(({ id }) => workspace.state.files[id]);
    if (stored.some((file) => !file?.uploaded)) throw fail('file_not_found');
    for (const file of stored) if (file) file.completed = true;
    if (channel) {
      const names = stored.map((file) => file?.name).join(', ');
      const text = [initial_comment, `File: ${names}`].filter((part) => part !== '').join('\n');
      addMessage(workspace, channel, { user: company.botUserId, fromApp: true, text, threadTs: thread_ts });
    }
    workspace.world.changed();
    return { files: files.map(({ id, title }) => ({ id, title: title ?? workspace.state.files[id]?.name })) };
  },
} satisfies Pick<Handlers, 'files.getUploadURLExternal' | 'files.completeUploadExternal'>;
