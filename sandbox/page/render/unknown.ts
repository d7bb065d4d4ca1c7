import { el } from '../dom.ts';

/** Something this page cannot draw, said so that nobody overlooks it. `value` is what was sent. */
export function unknown(what: string, value: unknown): HTMLElement {
  const type = typeof value === 'object' && value !== null && 'type' in value ? String(value.type) : 'without a type';
  return el(
    'div',
    { class: 'unknown', role: 'note', 'data-unknown': type },
    el('strong', {}, `This page cannot draw the ${what} "${type}".`),
    el('pre', {}, JSON.stringify(value, null, 1).slice(0, 600)),
  );
}
