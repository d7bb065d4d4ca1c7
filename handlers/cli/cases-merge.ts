import { rules } from '#playbooks/index.ts';
import { mergeCases } from '#src/cases/merge.ts';
import { unmergeCase } from '#src/cases/unmerge.ts';
import { caseCode } from '#src/cases/view.ts';
import { InvalidInput } from '#src/errors.ts';
import { type Command, caseIdOf, cliActor } from './command.ts';

export const casesMergeCommand: Command = {
  name: 'cases merge',
  takes: 'CASE INTO REASON',
  says: 'makes one open case part of another; the running worker takes it from there',
  needs: 'database',
  async run({ args }, ctx) {
    const [from, into, because, ...more] = args;
    if (!from || !into || !because || more.length > 0)
      throw new InvalidInput('wrong-use', 'Name two cases and, in quotes, why they are one.');
    const merged = await mergeCases(ctx, {
      from: caseIdOf(from),
      into: caseIdOf(into),
      because,
      actor: cliActor(),
      rules,
    });
    const data = { from: caseCode(merged.from), into: caseCode(merged.into) };
    return { data, lines: [`${data.from} is part of ${data.into} now.`] };
  },
};

export const casesUnmergeCommand: Command = {
  name: 'cases unmerge',
  takes: 'CASE REASON',
  says: 'takes a merged case out again, exactly as it was',
  needs: 'database',
  async run({ args }, ctx) {
    const [caseId, reason, ...more] = args;
    if (!caseId || !reason || more.length > 0)
      throw new InvalidInput('wrong-use', 'Name the case that was merged and, in quotes, why it is one of its own.');
    const apart = await unmergeCase(ctx, { caseId: caseIdOf(caseId), reason, actor: cliActor() });
    const data = { from: caseCode(apart.from), into: caseCode(apart.into) };
    return { data, lines: [`${data.from} is a case of its own again, apart from ${data.into}.`] };
  },
};
