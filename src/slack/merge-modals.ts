import type { ModalView } from '@slack/types';
import type { OpenCase } from '../cases/list-open.ts';
import { type CaseView, caseCode } from '../cases/view.ts';
import { ACTIONS } from './action-ids.ts';
import { answerModal, choiceInput, modal, option, reasonInput } from './modals.ts';
import { bold, list, paragraph, plain, richText } from './rich-text.ts';
import { foreign } from './text.ts';

export function mergeModal(view: CaseView, open: readonly OpenCase[]): ModalView {
  if (open.length === 0) return answerModal('Nothing to merge with', 'No other case is open.');
  return modal({
    callback: ACTIONS.merge,
    title: 'Merge two cases',
    submit: 'Merge',
    metadata: String(view.id),
    blocks: [
      richText(
        paragraph(bold(`${view.code}: ${foreign(view.title, 150)}`)),
        list('bullet', [
          [plain('Its detections move to the case you choose; what it proposed is withdrawn and proposed there.')],
          [
            plain(
              'A case is worked for one person and one transfer, those of its newest detection: keep two people apart.',
            ),
          ],
          [
            plain(
              'If people have acted on this one already, it is the other that moves. It can be taken back exactly.',
            ),
          ],
        ]),
      ),
      choiceInput(
        'Which case is it part of?',
        open.map(({ id, title }) => option(`${caseCode(id)} ${foreign(title, 60)}`, String(id))),
      ),
      reasonInput('How do you know they are one (goes into the record)'),
    ],
  });
}

export const unmergeModal = (view: CaseView): ModalView =>
  modal({
    callback: ACTIONS.unmerge,
    title: 'Take it out again',
    submit: 'Take it out',
    metadata: String(view.id),
    blocks: [
      richText(
        paragraph(
          plain(
            `${view.code} becomes a case of its own again, with exactly the detections it came with. Both are asked about anew.`,
          ),
        ),
        paragraph(plain('Cordon does not merge the two by itself again.')),
      ),
      reasonInput(),
    ],
  });
