import type { ConfirmationDialog } from '@slack/types';
import { el, freshId } from '../dom.ts';
import type { Scene } from '../scene.ts';
import { textObject } from './mrkdwn.ts';

/** A button's own question, as a dialog above everything. Escape is no. */
export function askConfirm(confirm: ConfirmationDialog, scene: Scene): Promise<boolean> {
  const titleId = freshId();
  const textId = freshId();
  const style = confirm.style === 'danger' ? 'danger' : 'primary';
  const yes = el(
    'button',
    { class: `button ${style}`, type: 'button', 'data-confirm': 'confirm' },
    confirm.confirm?.text ?? 'Yes',
  );
  const no = el(
    'button',
    { class: 'button', type: 'button', 'data-confirm': 'deny', autofocus: true },
    confirm.deny?.text ?? 'No',
  );
  const dialog = el(
    'dialog',
    { class: 'modal modal-small', role: 'alertdialog', 'aria-labelledby': titleId, 'aria-describedby': textId },
    el('h2', { id: titleId }, confirm.title?.text ?? 'Are you sure?'),
    el('div', { id: textId, class: 'modal-body' }, textObject(confirm.text, scene)),
    el('div', { class: 'modal-foot' }, no, yes),
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    yes.addEventListener('click', () => dialog.close('yes'));
    no.addEventListener('click', () => dialog.close());
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
  });
}
