import { el } from '../dom.ts';

interface Writing {
  label: string;
  placeholder: string;
  send(text: string): Promise<void>;
}

/** A line to write in. Enter sends, with shift it starts a new line. */
export function composer({ label, placeholder, send }: Writing): HTMLFormElement {
  const field = el('textarea', { class: 'field', rows: 1, placeholder, 'aria-label': label });
  const form = el('form', { class: 'composer' }, field, el('button', { class: 'button', type: 'submit' }, 'Send'));
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (text === '') return;
    field.value = '';
    void send(text);
  });
  return form;
}
