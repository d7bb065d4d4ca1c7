import { z } from 'zod';
import { InvalidInput } from '../errors.ts';

/** Every id a click can carry, spelled once. Versioned: a card drawn by an older Cordon must not mean something else to a newer one. */
export const ACTIONS = {
  take: 'cordon.case.take.v1',
  openStep: 'cordon.step.open.v1',
  openUndo: 'cordon.step.undo.v1',
  openDecline: 'cordon.step.open-decline.v1',
  more: 'cordon.case.more.v1',
  approve: 'cordon.step.approve.v1',
  decide: 'cordon.step.decide.v1',
  decline: 'cordon.step.decline.v1',
  undo: 'cordon.step.confirm-undo.v1',
  close: 'cordon.case.close.v1',
  reopen: 'cordon.case.reopen.v1',
  merge: 'cordon.case.merge.v1',
  unmerge: 'cordon.case.unmerge.v1',
  snooze: 'cordon.case.snooze.v1',
  openHeld: 'cordon.storm.open-held.v1',
  takeHeld: 'cordon.storm.take-held.v1',
  withdraw: 'cordon.step.withdraw.v1',
  openRepudiate: 'cordon.vote.open-repudiate.v1',
  repudiate: 'cordon.vote.repudiate.v1',
  breakGlass: 'cordon.step.break-glass.v1',
  openLegal: 'cordon.legal.open.v1',
  setMoment: 'cordon.legal.set-moment.v1',
  decideNotification: 'cordon.legal.decide.v1',
  placeHold: 'cordon.legal.place-hold.v1',
  liftHold: 'cordon.legal.lift-hold.v1',
} as const;

/** Message metadata's event type, so that Slack tells us the ts of a post whose answer was lost. */
export const MESSAGE_EVENT = 'cordon_message';

const StepRef = z.object({ stepId: z.uuid(), digest: z.string().regex(/^[0-9a-f]{64}$/) });
const ChoiceRef = StepRef.extend({ choice: z.string().max(40) });
const VoteRef = z.object({ vote: z.uuid() });
const CaseRef = z.object({ caseId: z.coerce.number().int().positive() });

export type StepRef = z.infer<typeof StepRef>;

/** Buttons of one kind in one block need different action ids: the kind, then the step's place in the plan, so that a redrawn card does not
 * put another step under a finger. */
export const numbered = (action: string, position: number): string => `${action}.${position}`;
export const anyNumber = (action: string): RegExp => new RegExp(`^${action.replaceAll('.', '\\.')}\\.\\d{1,2}$`);

export const stepValue = ({ stepId, digest }: StepRef): string => `${stepId}|${digest}`;
export const choiceValue = (ref: StepRef, choice: string): string => `${stepValue(ref)}|${choice}`;
export const caseValue = (caseId: number): string => String(caseId);

export const parseStepValue = (value: string): StepRef => parse(StepRef, split(value, ['stepId', 'digest']));
export const parseChoiceValue = (value: string) => parse(ChoiceRef, split(value, ['stepId', 'digest', 'choice']));
export const parseVoteValue = (value: string): string => parse(VoteRef, { vote: value }).vote;
export const parseCaseValue = (value: string): number => parse(CaseRef, { caseId: value }).caseId;

const split = (value: string, names: string[]) =>
  Object.fromEntries(value.split('|').map((part, at) => [names[at] ?? 'more', part]));

function parse<Shape>(shape: z.ZodType<Shape>, value: unknown): Shape {
  const parsed = shape.safeParse(value);
  if (!parsed.success)
    throw new InvalidInput('unknown-button', 'This button is not one of ours. Open the case again from App Home.');
  return parsed.data;
}
