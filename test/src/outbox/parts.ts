import { touchCase } from '#src/cases/touch.ts';
import type { CaseView } from '#src/cases/view.ts';
import { adoptPost } from '#src/outbox/adopt-post.ts';
import type { ClaimedMessage } from '#src/outbox/claim-message.ts';
import { deliverMessage } from '#src/outbox/deliver-message.ts';
import { queueMessages } from '#src/outbox/queue-messages.ts';
import type { TestContext } from '#test/helpers/context.ts';
import { actor, scoredCase } from '#test/helpers/seed.ts';

export const draw = async (message: ClaimedMessage, view: CaseView | undefined) => ({
  text: `${message.key} ${view?.revision ?? ''}`.trim(),
  blocks: [],
});

/** The outbox of one context, with a case whose card waits to be posted. */
export function outboxOf(ctx: TestContext) {
  const queue = (caseId: number) => queueMessages(ctx, { caseId, story: ['nothing.told'] });
  return {
    deliver: (messageId: string, drawing: Parameters<typeof deliverMessage>[1]['draw'] = draw) =>
      deliverMessage(ctx, { messageId, event: 'cordon_message', draw: drawing, actor }),
    rowOf: (id: string) => ctx.db.selectFrom('messages').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
    adopt: (messageId: string, ts: string) => adoptPost(ctx, { messageId, channel: 'C0TRIAGE01', ts }),
    async card() {
      const caseId = await scoredCase(ctx);
      await queue(caseId);
      const idOf = async (key: string) => {
        const { id } = await ctx.db
          .selectFrom('messages')
          .select('id')
          .where('case_id', '=', caseId)
          .where('key', '=', key)
          .executeTakeFirstOrThrow();
        return id;
      };
      return { caseId, id: await idOf('card'), idOf };
    },
    async change(caseId: number) {
      await ctx.db.transaction().execute((tx) => touchCase(tx, caseId));
      await queue(caseId);
    },
  };
}
