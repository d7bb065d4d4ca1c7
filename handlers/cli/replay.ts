import { replayDelivery } from '#src/detections/replay-delivery.ts';
import { type Command, cliActor, deliveryIdOf, only } from './command.ts';

export const replayCommand: Command = {
  name: 'replay',
  takes: 'DELIVERY',
  says: 'the same as deliveries replay DELIVERY',
  needs: 'database',
  async run(call, ctx) {
    const deliveryId = deliveryIdOf(only(call, 'delivery'));
    await replayDelivery(ctx, { deliveryId, actor: cliActor() });
    return { data: { delivery: deliveryId }, lines: ['It is read again within seconds by the running worker.'] };
  },
};
