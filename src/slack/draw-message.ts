import { z } from 'zod';
import type { CaseView } from '../cases/view.ts';
import type { LegalSettings } from '../config/legal.ts';
import { drawCaseCard } from './case-card.ts';
import type { Drawn } from './drawn.ts';
import { drawFindings } from './findings.ts';
import { drawLegal } from './legal-card.ts';
import { drawQuestion } from './question.ts';
import { drawReceipt, ReceiptDetail } from './receipt.ts';
import { drawThreadLine, type StoryEntry } from './thread-line.ts';

const QuestionDetail = z.object({ step: z.string(), only: z.literal('told').optional() });

/** Draws a message of any kind from the case as it is now; undefined when there is nothing (any more) to say. */
export function drawMessage(
  message: { kind: string; detail: unknown },
  view: CaseView,
  entry: StoryEntry | undefined,
  legal: LegalSettings = { regimes: [], quorum: 1 },
): Drawn | undefined {
  switch (message.kind) {
    case 'card':
      return drawCaseCard(view);
    case 'canary':
      // Drawn all the same, so that a card that cannot be drawn is noticed.
      drawCaseCard(view);
      return undefined;
    case 'findings':
      return drawFindings(view);
    case 'question': {
      const { step: stepId, only } = QuestionDetail.parse(message.detail);
      const step = view.steps.find((candidate) => candidate.id === stepId);
      return step && drawQuestion(view, step, only === 'told' ? 'told' : 'asked');
    }
    case 'receipt':
      return drawReceipt(ReceiptDetail.parse(message.detail), view);
    case 'legal':
      return drawLegal(view, legal);
    case 'line':
      return entry && drawThreadLine(entry);
    default:
      return undefined;
  }
}
