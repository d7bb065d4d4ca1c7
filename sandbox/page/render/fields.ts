import type {
  Datepicker,
  DateTimepicker,
  EmailInput,
  NumberInput,
  PlainTextInput,
  Timepicker,
  URLInput,
} from '@slack/types';
import type { PageValue } from '#sandbox/slack/page-state.ts';
import { el } from '../dom.ts';
import { heldIn, type Scene } from '../scene.ts';
import { attributesOf, press, readable, type Spot, sendChanges } from './control.ts';

type Written = PlainTextInput | EmailInput | URLInput | NumberInput;
type Picked = Datepicker | Timepicker | DateTimepicker;

const inputTypes = {
  plain_text_input: 'text',
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'text',
  datepicker: 'date',
  timepicker: 'time',
  datetimepicker: 'datetime-local',
} as const;

/** Something to write in. An input that reports by itself does so at Enter, unless it asked for every character. */
export function written(element: Written, spot: Spot, scene: Scene): HTMLElement {
  const [text = ''] = heldIn(scene, spot.blockId, element.action_id ?? '') ?? [element.initial_value ?? ''];
  const common = {
    ...attributesOf(element, spot),
    class: 'field',
    placeholder: element.placeholder?.text,
    autofocus: element.focus_on_load,
  };
  const long = element.type === 'plain_text_input' && element.multiline === true;
  const node = long
    ? el('textarea', { ...common, rows: 3, maxlength: element.max_length })
    : el('input', { ...common, ...limits(element), type: inputTypes[element.type] });
  node.value = text;
  readable(node, () => (node.value === '' ? null : node.value));
  if (!spot.sends) return node;
  const report = () => press(element, spot, scene, node.value);
  if (element.dispatch_action_config?.trigger_actions_on?.includes('on_character_entered')) {
    node.addEventListener('input', report);
  }
  node.addEventListener('keydown', (event) => {
    if (!(event instanceof KeyboardEvent) || event.key !== 'Enter' || long) return;
    event.preventDefault();
    void report();
  });
  return node;
}

function limits(element: Written) {
  if (element.type === 'plain_text_input') return { maxlength: element.max_length };
  if (element.type !== 'number_input') return {};
  return { inputmode: element.is_decimal_allowed ? 'decimal' : 'numeric' };
}

/** A date, a time, or both. Both together are seconds to Slack and the viewer's own zone here. */
export function picked(element: Picked, spot: Spot, scene: Scene): HTMLElement {
  const [held = ''] = heldIn(scene, spot.blockId, element.action_id ?? '') ?? [initialOf(element)];
  const shown = element.type === 'datetimepicker' && held !== '' ? localMinute(Number(held)) : held;
  const label = 'placeholder' in element ? element.placeholder?.text : undefined;
  const node = el('input', {
    ...attributesOf(element, spot),
    class: 'field field-moment',
    type: inputTypes[element.type],
    'aria-label': spot.labelId === undefined ? (label ?? 'Date and time') : undefined,
    autofocus: element.focus_on_load,
  });
  node.value = shown;
  readable(node, (): PageValue => {
    if (node.value === '') return null;
    return element.type === 'datetimepicker' ? new Date(node.value).getTime() / 1000 : node.value;
  });
  sendChanges(node, element, spot, scene, () => {
    node.value = shown;
  });
  return node;
}

function initialOf(element: Picked): string {
  if (element.type === 'datepicker') return element.initial_date ?? '';
  if (element.type === 'timepicker') return element.initial_time ?? '';
  return String(element.initial_date_time ?? '');
}

function localMinute(seconds: number): string {
  const at = new Date(seconds * 1000);
  const two = (part: number) => String(part).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}
