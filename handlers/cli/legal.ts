import { userInfo } from 'node:os';
import { loadCaseView } from '#src/cases/view.ts';
import type { Context } from '#src/context.ts';
import { Forbidden, InvalidInput } from '#src/errors.ts';
import { decideNotification } from '#src/legal/decide-notification.ts';
import { liftHold } from '#src/legal/lift-hold.ts';
import { placeHold } from '#src/legal/place-hold.ts';
import { inLegal } from '#src/legal/recipients.ts';
import { legalReport } from '#src/legal/report.ts';
import { setMoment } from '#src/legal/set-moment.ts';
import { type Command, type CommandAnswer, type CommandCall, caseIdOf, cliActor } from './command.ts';
import { momentOf } from './moment.ts';

const AS = { as: 'string' } as const;

/** The command line knows no people: whose word it is, by address, or by the account it runs as where that is one of them. */
function legalPerson(ctx: Context, { switches }: CommandCall): { slackUser: string; via: ReturnType<typeof cliActor> } {
  const named = typeof switches?.as === 'string' ? switches.as : userInfo().username;
  const person = inLegal(ctx, named);
  if (!person)
    throw new Forbidden('wrong-role', `"${named}" is nobody in roles.legal. Say whose word it is: --as E-MAIL.`);
  return { slackUser: person.slack, via: cliActor() };
}

/** The words a command takes, no fewer and no more. */
function exactly(call: CommandCall, takes: number, say: string): string[] {
  if (call.args.length !== takes) throw new InvalidInput('wrong-use', say);
  return [...call.args];
}

async function report(ctx: Context, caseId: number, done: string): Promise<CommandAnswer> {
  const view = await loadCaseView(ctx, caseId);
  return { data: { id: view.code, legal: view.legal }, lines: [done, ...legalReport(view, ctx.config.legal)] };
}

export const legalSetCommand: Command = {
  name: 'legal set',
  takes: 'CASE MOMENT TIME REASON [--as E-MAIL]',
  says: 'records when a case was detected, aware, classified or material',
  switches: AS,
  needs: 'database',
  async run(call, ctx) {
    const [word = '', moment = '', time = '', reason = ''] = exactly(
      call,
      4,
      'Name the case, the moment, the time and, in quotes, how you know.',
    );
    const caseId = caseIdOf(word);
    const at = timeOf(ctx, time);
    await setMoment(ctx, { caseId, moment, at, reason, ...legalPerson(ctx, call) });
    return report(ctx, caseId, `"${moment}" is set to ${at.toISOString()}.`);
  },
};

export const legalDecideCommand: Command = {
  name: 'legal decide',
  takes: 'CASE REGIME notify|not-notify|not-yet REASON [--as E-MAIL]',
  says: 'records whether to notify under one regime; sends nothing',
  switches: AS,
  needs: 'database',
  async run(call, ctx) {
    const [word = '', regime = '', choice = '', reason = ''] = exactly(
      call,
      4,
      'Name the case, the regime, the decision and, in quotes, why.',
    );
    const caseId = caseIdOf(word);
    const { decided, missing } = await decideNotification(ctx, {
      caseId,
      regime,
      choice,
      reason,
      ...legalPerson(ctx, call),
    });
    return report(ctx, caseId, decided ? 'Decided.' : `Recorded; ${missing} more of legal have to say the same.`);
  },
};

export const legalHoldCommand: Command = {
  name: 'legal hold',
  takes: 'CASE REASON [--as E-MAIL]',
  says: 'nothing of the case may be deleted from now on',
  switches: AS,
  needs: 'database',
  async run(call, ctx) {
    const [word = '', reason = ''] = exactly(call, 2, 'Name the case and, in quotes, why.');
    await placeHold(ctx, { caseId: caseIdOf(word), reason, ...legalPerson(ctx, call) });
    return report(ctx, caseIdOf(word), 'The hold is placed.');
  },
};

export const legalLiftCommand: Command = {
  name: 'legal lift',
  takes: 'CASE REASON [--as E-MAIL]',
  says: 'lifts the legal hold again',
  switches: AS,
  needs: 'database',
  async run(call, ctx) {
    const [word = '', reason = ''] = exactly(call, 2, 'Name the case and, in quotes, why.');
    await liftHold(ctx, { caseId: caseIdOf(word), reason, ...legalPerson(ctx, call) });
    return report(ctx, caseIdOf(word), 'The hold is lifted.');
  },
};

function timeOf(ctx: Context, typed: string): Date {
  try {
    return momentOf(typed, ctx.clock.now(), ctx.config.timezone);
  } catch {
    throw new InvalidInput(
      'wrong-use',
      'Say when it was so: "2026-11-26 09:00" on the clock of the company, or a time with its zone.',
    );
  }
}
