import type { Context } from '#src/context.ts';
import { replayDelivery } from '#src/detections/replay-delivery.ts';
import { Conflict, InvalidInput } from '#src/errors.ts';
import { type Command, type CommandCall, cliActor, deliveryIdOf, only } from './command.ts';

export const deliveriesReplayCommand: Command = {
  name: 'deliveries replay',
  takes: 'DELIVERY|--all [--source NAME]',
  says: 'has what is in quarantine read again, from the bytes kept',
  switches: { all: 'boolean', source: 'string' },
  needs: 'database',
  async run(call, ctx) {
    const { all, source } = call.switches ?? {};
    if (!all) return oneOf(call, ctx);
    if (call.args.length > 0) throw new InvalidInput('wrong-use', 'Name one delivery, or write --all; not both.');
    const waiting = await quarantined(ctx, typeof source === 'string' ? source : undefined);
    const replayed: string[] = [];
    for (const deliveryId of waiting) if (await replay(ctx, deliveryId)) replayed.push(deliveryId);
    return {
      data: { deliveries: replayed },
      lines: [
        replayed.length === 0
          ? `Nothing${source ? ` from ${source}` : ''} is in quarantine.`
          : `${replayed.length} ${replayed.length === 1 ? 'is' : 'are'} read again by the running worker. What cannot be understood comes back: cordon deliveries quarantine.`,
      ],
    };
  },
};

async function oneOf(call: CommandCall, ctx: Context) {
  if (call.switches?.source !== undefined) throw new InvalidInput('wrong-use', '--source goes with --all.');
  const deliveryId = deliveryIdOf(only(call, 'delivery'));
  await replayDelivery(ctx, { deliveryId, actor: cliActor() });
  return {
    data: { deliveries: [deliveryId] },
    lines: ['It is read again within seconds by the running worker. If it comes back: cordon deliveries show ID.'],
  };
}

async function quarantined(ctx: Context, source: string | undefined): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('deliveries')
    .select('id')
    .where('state', '=', 'quarantined')
    .$if(source !== undefined, (query) => query.where('source', '=', source ?? ''))
    .orderBy('received_at')
    .execute();
  return rows.map(({ id }) => id);
}

/** False when somebody else was faster. */
async function replay(ctx: Context, deliveryId: string): Promise<boolean> {
  try {
    await replayDelivery(ctx, { deliveryId, actor: cliActor() });
    return true;
  } catch (error) {
    if (error instanceof Conflict) return false;
    throw error;
  }
}
