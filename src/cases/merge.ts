import type { Context } from '../context.ts';
import { Conflict, InvalidInput } from '../errors.ts';
import type { Actor } from '../journal/actor.ts';
import { recordChange } from '../journal/record-change.ts';
import type { Rules } from '../playbook.ts';
import { mergeInto } from './merge-into.ts';
import { caseCode } from './view.ts';

/** A person says that two open cases are one. The other way round when somebody has already acted on the first. */
export async function mergeCases(
  ctx: Context,
  input: { from: number; into: number; because: string; actor: Actor; rules: Pick<Rules, 'playbooks'> },
): Promise<{ from: number; into: number }> {
  const { from, into, actor, rules } = input;
  const because = input.because.trim();
  if (because === '')
    throw new InvalidInput('no-reason', 'Say in a few words why they are one; it goes into the record.');
  if (from === into) throw new InvalidInput('same-case', 'These are the same case. Choose another one.');
  return recordChange(ctx.db, async (tx) => {
    for (const [gone, kept] of [
      [from, into],
      [into, from],
    ] as const) {
      const [first, ...rest] = await mergeInto(tx, { from: gone, into: kept, because, actor, rules, byHand: true });
      if (first) return { result: { from: gone, into: kept }, journal: [first, ...rest] };
    }
    throw new Conflict(
      'cannot-merge',
      `${caseCode(from)} and ${caseCode(into)} cannot be merged: both must be open, and people have acted on at most one of them.`,
    );
  });
}
