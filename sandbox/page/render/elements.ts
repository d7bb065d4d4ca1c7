import type { ActionsBlockElement, InputBlockElement, SectionBlockAccessory } from '@slack/types';
import { el } from '../dom.ts';
import type { Scene } from '../scene.ts';
import { button } from './button.ts';
import { options } from './choices.ts';
import type { Spot } from './control.ts';
import { picked, written } from './fields.ts';
import { icon } from './icons.ts';
import { image } from './image.ts';
import { menu } from './menus.ts';
import { overflow } from './overflow.ts';
import { unknown } from './unknown.ts';

type AnyElement = ActionsBlockElement | InputBlockElement | SectionBlockAccessory;

/** An element, with a warning beside it when the app left the last click on it unanswered. */
export function element(one: AnyElement, spot: Spot, scene: Scene): HTMLElement {
  const node = draw(one, spot, scene);
  const unanswered = 'action_id' in one && one.action_id === scene.warning;
  if (!unanswered) return node;
  const mark = el(
    'span',
    { class: 'unanswered', role: 'img', 'aria-label': 'No answer' },
    icon('warning'),
    'No answer',
  );
  mark.title = 'The app did not answer this in time, or refused it. Whether it was done is not known.';
  return el('span', { class: 'with-mark' }, node, mark);
}

function draw(one: AnyElement, spot: Spot, scene: Scene): HTMLElement {
  switch (one.type) {
    case 'button':
      return button(one, spot, scene);
    case 'overflow':
      return overflow(one, spot, scene);
    case 'image':
      return image(one);
    case 'radio_buttons':
    case 'checkboxes':
      return options(one, spot, scene);
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
      return written(one, spot, scene);
    case 'datepicker':
    case 'timepicker':
    case 'datetimepicker':
      return picked(one, spot, scene);
    case 'static_select':
    case 'users_select':
    case 'channels_select':
    case 'conversations_select':
    case 'multi_static_select':
    case 'multi_users_select':
    case 'multi_channels_select':
    case 'multi_conversations_select':
      return menu(one, spot, scene);
    default:
      return unknown('element', one);
  }
}
