import type { KnownBlock } from '@slack/types';
import type { CaseView } from '../cases/view.ts';
import { at, bold, paragraph, plain, type Run, richText } from './rich-text.ts';
import { foreign } from './text.ts';

/** When money is on its way, how long something can still be done leads the card. */
export function moneyClock(view: CaseView): KnownBlock[] {
  const transfer = view.detections.findLast(({ detection }) => detection.transfer)?.detection.transfer;
  if (!transfer || view.state === 'closed') return [];
  const voided = view.steps.find((step) => step.key === 'void' && step.state === 'contained');
  if (voided)
    return [
      richText(
        paragraph(
          bold('Money: '),
          plain('the payment is voided in QuickBooks. Money already sent can only be recalled by the bank.'),
        ),
      ),
    ];
  const due: Run[] = transfer.dueAt
    ? [plain('it is due '), at(transfer.dueAt, '{date_short_pretty} {time}'), plain('. ')]
    : [plain('when it leaves is not known. ')];
  return [
    richText(
      paragraph(
        bold(`Money clock, ${foreign(transfer.payee.name, 60)}: `),
        ...due,
        plain('QuickBooks has no hold: until then it can be voided, afterwards only the bank can recall it.'),
      ),
    ),
  ];
}
