import { type CaseView, loadCaseView, type StepView } from '#src/cases/view.ts';
import type { Context } from '#src/context.ts';
import { Forbidden } from '#src/errors.ts';
import { loadStep } from '#src/response/load-step.ts';

/** The step a button names, when it belongs to the case whose message was clicked. */
export async function stepOnMessage(
  ctx: Context,
  stepId: string,
  caseId: number | undefined,
): Promise<{ view: CaseView; step: StepView }> {
  const { case_id } = await loadStep(ctx, stepId);
  const view = await loadCaseView(ctx, case_id);
  const step = view.steps.find((candidate) => candidate.id === stepId);
  if (!step || (caseId !== undefined && case_id !== caseId)) {
    throw new Forbidden(
      'other-case',
      'This button belongs to another case, so nothing was done. Open the case from App Home.',
    );
  }
  return { view, step };
}
