import { loadCaseView } from '../cases/view.ts';
import type { WorkerContext } from '../context.ts';
import type { Actor } from '../journal/actor.ts';
import { endCanary } from '../noise/end-canary.ts';
import type { ClaimedMessage } from './claim-message.ts';
import type { Draw } from './draw.ts';

/** A canary goes up to the last step before Slack: its card is drawn, and dropped. It has come through. */
export async function dropCanary(
  ctx: WorkerContext,
  message: ClaimedMessage,
  { draw, actor }: { draw: Draw; actor: Actor },
): Promise<{ outcome: 'sent' | 'nothing-to-do' }> {
  const { id, fence, case_id: caseId, wanted } = message;
  if (caseId === null) return { outcome: 'nothing-to-do' };
  await draw(message, await loadCaseView(ctx, caseId));
  await endCanary(ctx, { caseId, actor });
  const done = ctx.db.updateTable('messages').set({ sent: wanted, due_at: null });
  await done.where('id', '=', id).where('fence', '=', fence).execute();
  return { outcome: 'sent' };
}
