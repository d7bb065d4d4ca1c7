import { z } from 'zod';
import type { CaseView } from '../cases/view.ts';
import { drawCaseCard } from './case-card.ts';
import type { Drawn } from './drawn.ts';
import { drawFindings } from './findings.ts';
import { drawQuestion } from './question.ts';
import { drawThreadLine, type StoryEntry } from './thread-line.ts';

const QuestionDetail = z.object({ step: z.string(), only: z.literal('told').optional() });

/** Draws a message of any kind from the case as it is now; undefined when there is nothing (any more) to say. */
export function drawMessage(
  message: { kind: string; detail: unknown },
  view: CaseView,
  entry: StoryEntry | undefined,
): Drawn | undefined {
  switch (message.kind) {
    case 'card':
      return drawCaseCard(view);
    case 'findings':
      return drawFindings(view);
    case 'question': {
      const { step: stepId, only } = QuestionDetail.parse(message.detail);
      const step = view.steps.find((candidate) => candidate.id === stepId);
      return step && drawQuestion(view, step, only === 'told' ? 'told' : 'asked');
    }
    case 'line':
      return entry && drawThreadLine(entry);
    default:
      return undefined;
  }
}
