import { z } from 'zod';
import { company } from '#sandbox/company.ts';
import type { Route, TwinAnswer } from '#sandbox/twin.ts';
import { parseJson } from './arguments.ts';
import { type Fail, flag, read, SlackRefusal } from './call.ts';
import { contentOf } from './content.ts';
import { initialValues } from './element-values.ts';
import { addMessage } from './messages.ts';
import type { ResponseUrl } from './state.ts';
import { nextId, type Workspace } from './workspace.ts';

const LIVES_MS = 30 * 60_000;
const MOST_USES = 5;

/** An address the app may answer an interaction at, five times within half an hour. */
export function createResponseUrl(
  workspace: Workspace,
  parts: Pick<ResponseUrl, 'channelId' | 'userId' | 'messageTs' | 'threadTs'>,
): string {
  const id = nextId(workspace, 'R');
  workspace.state.responseUrls[id] = { ...parts, at: workspace.world.now().getTime(), uses: 0 };
  return `${workspace.ownUrl()}/response/${id}`;
}

const Reply = z.object({
  response_type: z.enum(['ephemeral', 'in_channel']).default('ephemeral'),
  replace_original: flag.default(false),
  delete_original: flag.default(false),
  thread_ts: z.string().optional(),
});

export function responseRoutes(workspace: Workspace): Route[] {
  const { state, world } = workspace;
  return [
    {
      method: 'POST',
      pattern: '/response/:id',
      handle({ params, body }): TwinAnswer {
        const target = state.responseUrls[params.id ?? ''];
        const expired = !target || world.now().getTime() - target.at > LIVES_MS;
        if (expired) return { status: 404, body: { ok: false, error: 'expired_url' } };
        if (target.uses >= MOST_USES) return { status: 404, body: { ok: false, error: 'used_url' } };
        const json = parseJson(body);
        if (typeof json !== 'object' || json === null)
          return { status: 400, body: { ok: false, error: 'invalid_payload' } };
        try {
          reply(workspace, target, { ...json });
        } catch (refusal) {
          if (!(refusal instanceof SlackRefusal)) throw refusal;
          return { status: 400, body: { ok: false, error: refusal.error, ...refusal.detail } };
        }
        target.uses += 1;
        return { status: 200, body: 'ok' };
      },
    },
  ];
}

const fail: Fail<string> = (error, detail) => new SlackRefusal(error, detail);

/** What a reply through a `response_url`, or the answer to a command, does to the channel. */
export function reply(workspace: Workspace, target: ResponseUrl, args: Record<string, unknown>): void {
  const channel = workspace.state.channels.find(({ id }) => id === target.channelId);
  if (!channel) throw fail('channel_not_found');
  const wanted = read({ args, fail }, Reply);
  const original = channel.messages.find(({ ts }) => ts === target.messageTs);
  if (wanted.delete_original) {
    channel.messages = channel.messages.filter((message) => message !== original);
    workspace.world.changed();
    return;
  }
  const content = contentOf({ workspace, args, fail });
  if (wanted.replace_original && original) {
    Object.assign(original, content, { values: initialValues(content.blocks), warnings: {} });
    workspace.world.changed();
    return;
  }
  addMessage(workspace, channel, {
    user: company.botUserId,
    fromApp: true,
    ...content,
    threadTs: wanted.thread_ts ?? target.threadTs,
    ephemeralTo: wanted.response_type === 'ephemeral' ? target.userId : null,
  });
}
