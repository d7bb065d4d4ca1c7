import { sql } from 'kysely';
import type { Command } from './command.ts';
import { harmless } from './terminal.ts';

export const deliveriesQuarantineCommand: Command = {
  name: 'deliveries quarantine',
  says: 'what arrived and could not be understood, with the reason; the bytes are kept',
  needs: 'database',
  async run(_, ctx) {
    const rows = await ctx.db
      .selectFrom('deliveries')
      .select(['id', 'source', 'received_at', 'code', 'reason', 'field', sql<number>`octet_length(body)`.as('bytes')])
      .where('state', '=', 'quarantined')
      .orderBy('received_at', 'desc')
      .execute();
    const deliveries = rows.map(({ received_at, ...row }) => ({ ...row, receivedAt: received_at.toISOString() }));
    return {
      data: deliveries,
      lines: deliveries.map(({ id, source, receivedAt, code, reason }) =>
        harmless(`${id} ${receivedAt} ${source}: ${reason}${code ? ` (${code})` : ''}`),
      ),
    };
  },
};
