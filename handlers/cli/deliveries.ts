import { replayDelivery } from '#src/detections/replay-delivery.ts';
import { type Command, cliActor, only } from './command.ts';

export const quarantineCommand: Command = {
  name: 'deliveries quarantine',
  says: 'what arrived and could not be understood, with the reason; the bytes are kept',
  needs: 'database',
  async run(_, ctx) {
    const rows = await ctx.db
      .selectFrom('deliveries')
      .select(['id', 'source', 'received_at', 'reason', 'body'])
      .where('state', '=', 'quarantined')
      .orderBy('received_at', 'desc')
      .execute();
    const deliveries = rows.map(({ id, source, received_at, reason, body }) => ({
      id,
      source,
      receivedAt: received_at.toISOString(),
      reason,
      bytes: body.length,
    }));
    return {
      data: deliveries,
      lines: deliveries.map(({ id, source, receivedAt, reason }) => `${id} ${receivedAt} ${source}: ${reason}`),
    };
  },
};

export const replayCommand: Command = {
  name: 'replay',
  takes: 'DELIVERY',
  says: 'reads a quarantined delivery again from the bytes kept',
  needs: 'database',
  async run(call, ctx) {
    const deliveryId = only(call, 'delivery');
    await replayDelivery(ctx, { deliveryId, actor: cliActor() });
    return { data: { delivery: deliveryId }, lines: ['It is read again within seconds by the running worker.'] };
  },
};
