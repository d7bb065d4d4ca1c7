import { sql } from 'kysely';
import { RESTORE_KEY } from '../cases/states.ts';
import type { JournalEntry, Tx } from '../journal/record-change.ts';
import { digestOf } from './digest.ts';
import type { LoadedStep } from './load-step.ts';
import type { StepPlan } from './plan.ts';
import { liftSuspension } from './suspensions.ts';

export const RESTORE = { key: RESTORE_KEY, choice: 'restore' } as const;
const ASK_AGAIN_HOURS = 4;

/** Managers are asked whether somebody may decide again. Until one of them says so, nothing that person answers counts. */
export async function askToRestore(
  tx: Tx,
  asked: { caseId: number; person: string; name: string; playbook: Playing },
): Promise<void> {
  const { caseId, person, name, playbook } = asked;
  const title = `May ${name} decide again?`;
  const plan: StepPlan = {
    target: name,
    effects: [
      `${name} says that an answer given in their name was not theirs. Until this is decided nothing ${name} answers counts.`,
      'Before you say yes: speak to them in person or on a number you know, and see that their Slack and identity accounts are theirs again.',
    ],
    breaks: [],
    bound: { Person: name },
    alreadySo: false,
    needs: [{ role: 'manager', count: 1 }],
    accounts: [person],
    choices: [
      {
        id: RESTORE.choice,
        label: 'They may decide again',
        words: 'I spoke to them, and their accounts are theirs.',
        quorum: 1,
      },
      {
        id: 'keep',
        label: 'Not yet',
        words: 'Nothing they answer counts. Later an administrator gives it back: cordon rights restore.',
        quorum: 1,
      },
    ],
    silence: 'If nobody answers, they stay without a say and more people are asked.',
    offer: 1,
  };
  const due = sql<Date>`now() + make_interval(hours => ${ASK_AGAIN_HOURS})`;
  const bound = { what: RESTORE.key, input: { person }, bound: plan.bound, needs: plan.needs, offer: 1 };
  await tx
    .insertInto('steps')
    .values({
      case_id: caseId,
      key: RESTORE.key,
      position: 0,
      kind: 'decision',
      state: 'waiting',
      title,
      preview: JSON.stringify(plan),
      digest: digestOf({ ...bound, playbook: playbook.id, version: playbook.version }),
      role: 'manager',
      quorum: 1,
      deadline_at: due,
      due_at: due,
      on_deadline: 'escalate',
    })
    .execute();
}

export interface Playing {
  id: string;
  version: string;
}

/** A manager has said that they may decide again. */
export async function restoreRights(tx: Tx, step: LoadedStep): Promise<JournalEntry[]> {
  const person = await liftSuspension(tx, step.case_id);
  if (!person) return [];
  const actor = { kind: 'job' as const, name: 'restore-rights' };
  return [{ actor, what: 'rights.restored', caseId: step.case_id, refs: { step: step.id }, detail: { person } }];
}
