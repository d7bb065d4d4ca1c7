import type { PageState } from '#sandbox/slack/page-state.ts';
import { type App, scenarioBusy } from '../app.ts';
import { el, freshId, part } from '../dom.ts';
import { keep } from '../keep.ts';

/** What can be sent to Cordon, as a vendor would send it. */
export function drawScenarios(app: App, { scenarios }: PageState): void {
  const list = part('scenarios');
  list.classList.toggle('is-empty', scenarios.length === 0);
  keep(list, scenarios, {
    key: ({ id }) => id,
    signature: (scenario) => JSON.stringify(scenario),
    draw: ({ id, title, says }) => {
      const titleId = freshId();
      const send = el(
        'button',
        {
          type: 'button',
          class: 'button',
          'data-scenario': id,
          'data-busy-as': scenarioBusy(id),
          'data-scene': scenarioBusy(id),
          'aria-describedby': titleId,
        },
        'Send',
      );
      send.addEventListener('click', () => app.send(id));
      return el('li', { class: 'scenario' }, el('h3', { id: titleId }, title), send, el('p', {}, says));
    },
  });
}
