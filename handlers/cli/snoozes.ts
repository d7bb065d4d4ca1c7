import { InvalidInput } from '#src/errors.ts';
import { endSnooze } from '#src/noise/end-snooze.ts';
import { listSnoozes } from '#src/noise/list-snoozes.ts';
import { snoozeCode } from '#src/noise/set-snooze.ts';
import { type Command, cliActor } from './command.ts';

export const snoozeListCommand: Command = {
  name: 'snooze list',
  says: 'every snooze, newest first, with what it held back',
  needs: 'database',
  async run(_, ctx) {
    const snoozes = await listSnoozes(ctx);
    return {
      data: snoozes,
      lines: snoozes.map(
        ({ id, state, about, until, setBy, reason, held }) =>
          `${id.padEnd(10)} ${state.padEnd(8)} until ${until} · ${about} · by ${setBy}: ${reason} · held back ${held.cases} cases with ${held.detections} detections, ${held.posted} of them posted after all`,
      ),
    };
  },
};

export const snoozeEndCommand: Command = {
  name: 'snooze end',
  takes: 'SNOOZE REASON',
  says: 'ends a snooze before its time; the channel is told what it held back',
  needs: 'database',
  async run({ args }, ctx) {
    const [word = '', reason, ...more] = args;
    const id = /^(?:SNOOZE-)?(\d{1,15})$/i.exec(word)?.[1];
    if (!id || !reason || more.length > 0)
      throw new InvalidInput('wrong-use', 'Name the snooze (SNOOZE-7) and, in quotes, why it ends.');
    await endSnooze(ctx, { id: Number(id), reason, actor: cliActor() });
    const data = { id: snoozeCode(Number(id)) };
    return { data, lines: [`${data.id} has ended. The channel is told by the running worker.`] };
  },
};
