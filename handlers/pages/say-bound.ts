import type { Bound } from '#src/step-up/bind.ts';
import { moment } from './readable.ts';
import type { PageDeps } from './route.ts';

/** Its person is told in Slack, and reads here from when on it counts. */
export async function sayBound({ ctx, enqueue }: PageDeps, { usableAt, messageId }: Bound): Promise<{ says: string }> {
  if (messageId) await enqueue('deliver-message', { messageId }, { key: messageId });
  const when =
    ctx.config.policy.step_up_wait_minutes > 0 ? `from ${moment(ctx, new Date(usableAt))} on` : 'from now on';
  return { says: `Enrolled. It can confirm your answers ${when}. A message in Slack says the same.` };
}
