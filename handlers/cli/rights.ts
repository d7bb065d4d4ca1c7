import { InvalidInput } from '#src/errors.ts';
import { restoreByHand } from '#src/response/restore-by-hand.ts';
import { type Command, cliActor } from './command.ts';

export const rightsListCommand: Command = {
  name: 'rights list',
  says: 'whose say is suspended, since when and why',
  needs: 'database',
  async run(_, ctx) {
    const rows = await ctx.db
      .selectFrom('suspensions')
      .select(['id', 'person', 'because', 'since', 'case_id'])
      .where('lifted_at', 'is', null)
      .orderBy('since')
      .execute();
    const data = rows.map(({ id, person, because, since, case_id }) => ({
      id,
      person,
      because,
      since: since.toISOString(),
      case: case_id === null ? null : `CASE-${case_id}`,
    }));
    return { data, lines: data.map((one) => `${one.person} since ${one.since}: ${one.because} (${one.case})`) };
  },
};

export const rightsRestoreCommand: Command = {
  name: 'rights restore',
  takes: 'PERSON REASON',
  says: 'gives a suspended person their say back; managers usually do it in Slack',
  needs: 'database',
  async run({ args }, ctx) {
    const [person, reason, ...more] = args;
    if (!person || !reason || more.length > 0)
      throw new InvalidInput(
        'wrong-use',
        'Name the person by e-mail address and, in quotes, how you know that it is them.',
      );
    await restoreByHand(ctx, { person: person.toLowerCase(), reason, actor: cliActor() });
    return { data: { person: person.toLowerCase() }, lines: [`${person} may decide again.`] };
  },
};
