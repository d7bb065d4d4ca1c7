import { userInfo } from 'node:os';
import type { Context } from '#src/context.ts';
import { Forbidden, InvalidInput } from '#src/errors.ts';
import { personAddresses } from '#src/noise/person-addresses.ts';
import { setSnooze, snoozeCode } from '#src/noise/set-snooze.ts';
import { sayPerson, sayScope } from '#src/noise/snooze-choices.ts';
import { type Command, type CommandCall, cliActor } from './command.ts';
import { momentOf } from './moment.ts';

export const snoozeAddCommand: Command = {
  name: 'snooze add',
  takes: '--source NAME [--rule RULE] [--person EMAIL] [--app PRODUCT:APP] --until TIME|3d REASON',
  says: 'keeps back the cards of what is like this, never critical ones; the channel is told',
  needs: 'database',
  switches: { source: 'string', rule: 'string', person: 'string', app: 'string', until: 'string' },
  async run(call, ctx) {
    const [reason = '', ...more] = call.args;
    if (more.length > 0) throw new InvalidInput('wrong-use', 'Put the reason in quotes.');
    const given = (name: string) => textOf(call, name);
    const source = given('source') ?? '';
    const until = momentOf(given('until') ?? '', ctx.clock.now(), ctx.config.timezone);
    const [rule, person, app] = [given('rule'), given('person'), given('app')];
    const scope = {
      source,
      rule: rule?.toLowerCase() ?? null,
      person: person ? personKeyOf(person) : null,
      app: app ? `app:${app.toLowerCase()}` : null,
    };
    const by = userInfo().username;
    await refuseConcerned(ctx, scope.person, by);
    const about = sayScope({ source, rule, person: scope.person ? sayPerson(scope.person) : undefined, app });
    const { id } = await setSnooze(ctx, {
      scope,
      about,
      until,
      reason,
      by: { name: by, key: null },
      actor: cliActor(),
    });
    const data = { id: snoozeCode(id), about, until: until.toISOString() };
    return {
      data,
      lines: [`${data.id}: ${about} is snoozed until ${data.until}. The channel is told by the running worker.`],
    };
  },
};

function textOf({ switches }: CommandCall, name: string): string | undefined {
  const value = switches?.[name];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** An address, or an id with its system: okta:00u1abcd. */
const personKeyOf = (person: string): string => (person.includes('@') ? `email:${person.toLowerCase()}` : person);

/** The command line knows no people, only the account it runs as; one that is named like the address is taken for the same person. */
async function refuseConcerned(ctx: Context, person: string | null, by: string): Promise<void> {
  const names = (person ? await personAddresses(ctx, person) : []).map((email) => email.split('@')[0]);
  if (names.includes(by.toLowerCase()))
    throw new Forbidden(
      'concerned',
      "You can't snooze this: it is about your own account. Somebody else in security can.",
    );
}
