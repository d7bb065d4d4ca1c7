import { sql } from 'kysely';
import type { Context } from '#src/context.ts';
import { unauthenticatedSources } from '#src/detections/authenticate/unauthenticated.ts';
import { CordonError } from '#src/errors.ts';
import { slackSettings } from '#src/open-process.ts';
import { createFastClient } from '#src/workspace/clients.ts';
import type { Command } from './command.ts';

interface Check {
  id: string;
  ok: boolean;
  says: string;
}

/** Looks at everything an installation needs, and says what to do about what is missing. Vendors are `cordon coverage`'s subject. */
export const doctorCommand: Command = {
  name: 'doctor',
  says: 'checks configuration, database and Slack, and says what to do',
  needs: 'database',
  async run(_, ctx) {
    const checks = await Promise.all([
      { id: 'configuration', ok: true, says: 'cordon.yaml can be used.' },
      { id: 'sources', ok: true, says: sayOpen(unauthenticatedSources(ctx.config)) },
      database(ctx),
      stalled(ctx),
      slack(ctx),
      triage(ctx),
    ]);
    return {
      data: checks,
      lines: checks.map(({ id, ok, says }) => `${ok ? 'ok  ' : 'FAIL'} ${id}: ${says}`),
      code: checks.every(({ ok }) => ok) ? 0 : 1,
    };
  },
};

/** An accepted risk is no fault, but it is said each time. */
const sayOpen = (names: readonly string[]): string =>
  names.length === 0
    ? 'Every source proves itself.'
    : `Anybody who reaches their address can post detections as ${names.join(', ')}; cordon.yaml accepts that risk.`;

const attempt = async (id: string, work: () => Promise<string>): Promise<Check> => {
  try {
    return { id, ok: true, says: await work() };
  } catch (error) {
    return { id, ok: false, says: error instanceof Error ? error.message : String(error) };
  }
};

const database = (ctx: Context): Promise<Check> =>
  attempt('database', async () => {
    const { rows } = await sql<{ version: string; applied: number }>`
      select current_setting('server_version') as version, (select count(*) from migrations) as applied`.execute(
      ctx.db,
    );
    return `PostgreSQL ${rows[0]?.version}, ${rows[0]?.applied} migration(s) applied.`;
  });

const stalled = (ctx: Context): Promise<Check> =>
  attempt('worker', async () => {
    const { late } = await ctx.db
      .selectFrom('deliveries')
      .select((eb) => eb.fn.countAll<number>().as('late'))
      .where('state', '=', 'received')
      .where('due_at', '<', sql<Date>`now() - interval '1 minute'`)
      .executeTakeFirstOrThrow();
    if (late > 0)
      throw new CordonError(
        'stalled',
        `${late} deliveries wait for more than a minute. Is the worker running? Start it: npm run worker.`,
      );
    return 'Nothing waits that should have been done.';
  });

const slack = (ctx: Context): Promise<Check> =>
  attempt('slack', async () => {
    const answer = await createFastClient(slackSettings(ctx.config)).auth.test();
    if (answer.team_id !== ctx.config.slack.team) {
      throw new CordonError(
        'other-team',
        `The bot token belongs to the workspace ${answer.team_id}, but slack.team says ${ctx.config.slack.team}.`,
      );
    }
    return `Signed in as ${answer.user} in ${answer.team}.`;
  });

const triage = (ctx: Context): Promise<Check> =>
  attempt('triage channel', async () => {
    const { channel } = await createFastClient(slackSettings(ctx.config)).conversations.info({
      channel: ctx.config.slack.channels.triage,
    });
    if (channel?.is_ext_shared)
      throw new CordonError('shared', 'The triage channel is shared with another company. Choose one that is not.');
    if (channel?.is_member === false)
      throw new CordonError('not-in', 'Cordon is not in the triage channel. Invite it there.');
    if (!channel?.is_private)
      return 'Reachable, but public: everybody in the company can read the cases. A private channel is better.';
    return 'Reachable and private.';
  });
