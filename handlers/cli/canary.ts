import { processEnvironment, readEnvironment } from '#src/config/environment.ts';
import type { Context } from '#src/context.ts';
import { InvalidInput } from '#src/errors.ts';
import { type Followed, followCanary, STAGES } from '#src/noise/follow-canary.ts';
import { type IssuedCanary, issueCanary } from '#src/noise/issue-canary.ts';
import { type Command, type CommandAnswer, type CommandCall, cliActor } from './command.ts';

/** The questions of a case wait at most 45 s for their answers; a busy queue a little longer. */
const PATIENCE_MS = 90_000;
const LOOK_EVERY_MS = 250;
const DOOR_MS = 10_000;
const NOT_PROVEN =
  'Not proven: that Slack takes a post (a canary is never posted; see cordon doctor), and that your senders reach this address.';

export const canarySendCommand: Command = {
  name: 'canary send',
  takes: '[--source NAME] [--url URL]',
  says: 'sends a finding that means nothing through the door, and says how far it came',
  needs: 'database',
  switches: { source: 'string', url: 'string' },
  async run(call, ctx) {
    const url = baseUrl(call);
    const canary = await issueCanary(ctx, { source: textOf(call, 'source'), actor: cliActor() });
    const began = ctx.clock.now();
    const door = await knock(url, canary);
    if (door.stopped) return tell(canary, began, { door: door.stopped });
    return tell(canary, began, { followed: await follow(ctx, canary.id, began) });
  },
};

function textOf({ switches }: CommandCall, name: string): string | undefined {
  const value = switches?.[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Where the server of this environment, or of the demo of this home, listens. */
function baseUrl(call: CommandCall): string {
  const { port } = readEnvironment(processEnvironment());
  const url = textOf(call, 'url') ?? `http://127.0.0.1:${port}`;
  if (!/^https?:\/\//.test(url) || !URL.canParse(url))
    throw new InvalidInput('wrong-use', `--url must be the address of the server, like http://127.0.0.1:${port}.`);
  return url.replace(/\/+$/, '');
}

/** The secret in an address is not repeated. */
async function knock(url: string, { path, headers, body }: IssuedCanary): Promise<{ stopped?: string }> {
  try {
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: new Uint8Array(body),
      redirect: 'manual',
      signal: AbortSignal.timeout(DOOR_MS),
    });
    if (response.ok) return {};
    const answer = (await response.text()).slice(0, 300);
    return { stopped: `${url} answered ${response.status}: ${answer}` };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    return { stopped: `${url} did not answer (${cause}). Is the server running? --url names another address.` };
  }
}

async function follow(ctx: Context, id: string, began: Date): Promise<Followed> {
  for (;;) {
    const followed = await followCanary(ctx, id);
    const isLate = ctx.clock.now().getTime() - began.getTime() > PATIENCE_MS;
    if (followed.reached.outbox || followed.refusal || isLate) return followed;
    await ctx.clock.sleep(LOOK_EVERY_MS);
  }
}

function tell(canary: IssuedCanary, began: Date, end: { door: string } | { followed: Followed }): CommandAnswer {
  const after = (at: Date) => `+${(Math.max(0, at.getTime() - began.getTime()) / 1000).toFixed(2)} s`;
  const followed = 'followed' in end ? end.followed : undefined;
  const stoppedAt = followed ? STAGES.find((stage) => !followed.reached[stage]) : 'door';
  const stages = followed
    ? STAGES.flatMap((stage) => {
        const at = followed.reached[stage];
        return at ? [{ stage, after: after(at), at: at.toISOString() }] : [];
      })
    : [];
  const why =
    'door' in end ? end.door : (followed?.refusal ?? (stoppedAt && `nothing more in ${PATIENCE_MS / 1000} s`));
  const open = followed && followed.unknown.length > 0 ? [`  open questions: ${followed.unknown.join(' ')}`] : [];
  return {
    code: stoppedAt ? 1 : 0,
    data: {
      id: canary.id,
      source: canary.source,
      cameThrough: !stoppedAt,
      stages,
      stoppedAt: stoppedAt ?? null,
      why: why ?? null,
    },
    lines: [
      `Canary ${canary.id}, sent as ${canary.source}`,
      ...stages.map(({ stage, after: time }) => `  ${stage.padEnd(10)} ${time}`),
      ...open,
      stoppedAt ? `It stopped before: ${stoppedAt}. ${why ?? ''}` : 'It came through.',
      NOT_PROVEN,
    ],
  };
}
