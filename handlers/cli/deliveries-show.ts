import { caseCode } from '#src/cases/view.ts';
import type { Context } from '#src/context.ts';
import { NotFound } from '#src/errors.ts';
import { arrived } from './arrived.ts';
import { type Command, deliveryIdOf, only } from './command.ts';
import { howToFix } from './how-to-fix.ts';
import { beginning, harmless } from './terminal.ts';

/** Characters of a body that are shown without --full. */
const GLANCE = 4096;

export const deliveriesShowCommand: Command = {
  name: 'deliveries show',
  takes: 'DELIVERY [--full]',
  says: 'one delivery: what arrived, what came of it, and how to fix what could not be understood',
  switches: { full: 'boolean' },
  needs: 'database',
  async run(call, ctx) {
    const delivery = await load(ctx, deliveryIdOf(only(call, 'delivery')));
    const whole = arrived(delivery.body);
    const { text: body, cut } = beginning(whole, call.switches?.full ? Number.POSITIVE_INFINITY : GLANCE);
    const data = { ...delivery, bytes: delivery.body.length, body, cut };
    const { id, source, shape, state, receivedAt, contentType, code, field, reason, fix, detections } = data;
    return {
      data,
      lines: [
        `Delivery ${id}`,
        `From ${source} (${shape ?? 'no longer in cordon.yaml'}), ${receivedAt}, ${data.bytes} bytes of ${contentType}`,
        ...(fix === null
          ? [state === 'received' ? 'It waits for the worker.' : 'It was understood.']
          : [`Not understood: ${reason}`, ...(field ? [`Field: ${field}`] : []), `Code: ${code}`, `To fix it: ${fix}`]),
        ...detections.map((one) => `Detection ${one.id} ${one.case ?? 'no case'} ${one.title}`),
        'What arrived:',
        ...body.split('\n'),
        ...(cut ? [`… ${whole.length - body.length} more characters: cordon deliveries show ${id} --full`] : []),
      ].map(harmless),
    };
  },
};

async function load(ctx: Context, id: string) {
  const row = await ctx.db.selectFrom('deliveries').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw new NotFound('unknown-delivery', 'There is no delivery with this id.');
  const found = await ctx.db
    .selectFrom('delivery_detections')
    .innerJoin('detections', 'detections.id', 'delivery_detections.detection_id')
    .select(['detections.id', 'title', 'case_id'])
    .where('delivery_detections.delivery_id', '=', id)
    .orderBy('created_at')
    .execute();
  const { source, state, code, reason, field, body } = row;
  const shape = ctx.config.sources[source]?.shape;
  return {
    id,
    source,
    shape: shape ?? null,
    state,
    receivedAt: row.received_at.toISOString(),
    contentType: row.content_type,
    code,
    reason,
    field,
    fix: state === 'quarantined' ? howToFix({ id, source, shape, code }) : null,
    detections: found.map(({ case_id, ...one }) => ({ ...one, case: case_id === null ? null : caseCode(case_id) })),
    headers: row.headers,
    body,
  };
}
