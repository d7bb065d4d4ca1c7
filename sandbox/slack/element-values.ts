import { allElements, type StoredBlock, type StoredElement } from './blocks/find.ts';
import type { PageValue } from './page-state.ts';
import type { ElementState, StateValues } from './state.ts';

/** The field of Slack's state object that holds each element's value, and the field its first value comes from. */
const HELD_IN: Readonly<Record<string, readonly [held: string, initial: string]>> = {
  plain_text_input: ['value', 'initial_value'],
  email_text_input: ['value', 'initial_value'],
  url_text_input: ['value', 'initial_value'],
  number_input: ['value', 'initial_value'],
  rich_text_input: ['rich_text_value', 'initial_value'],
  static_select: ['selected_option', 'initial_option'],
  external_select: ['selected_option', 'initial_option'],
  radio_buttons: ['selected_option', 'initial_option'],
  overflow: ['selected_option', ''],
  users_select: ['selected_user', 'initial_user'],
  conversations_select: ['selected_conversation', 'initial_conversation'],
  channels_select: ['selected_channel', 'initial_channel'],
  datepicker: ['selected_date', 'initial_date'],
  timepicker: ['selected_time', 'initial_time'],
  datetimepicker: ['selected_date_time', 'initial_date_time'],
  checkboxes: ['selected_options', 'initial_options'],
  multi_static_select: ['selected_options', 'initial_options'],
  multi_external_select: ['selected_options', 'initial_options'],
  multi_users_select: ['selected_users', 'initial_users'],
  multi_conversations_select: ['selected_conversations', 'initial_conversations'],
  multi_channels_select: ['selected_channels', 'initial_channels'],
  file_input: ['files', ''],
};

const isMany = (held: string) => held.endsWith('s');
/** A menu whose choice is acted on and forgotten. */
const KEEPS_NOTHING = new Set(['overflow']);

const heldIn = (element: StoredElement) => HELD_IN[element.type]?.[0];
export const holdsValue = (element: StoredElement) => heldIn(element) !== undefined && !KEEPS_NOTHING.has(element.type);

/** What every element holds before anybody touches it. */
export function initialValues(blocks: readonly StoredBlock[]): StateValues {
  const values: StateValues = {};
  for (const { block, element } of allElements(blocks)) {
    if (holdsValue(element)) setValue(values, block.block_id, element.action_id, initialState(element));
  }
  return values;
}

export function setValue(values: StateValues, blockId: string, actionId: string, state: ElementState): void {
  values[blockId] = { ...values[blockId], [actionId]: state };
}

function initialState(element: StoredElement): ElementState {
  const [held, initial] = HELD_IN[element.type] ?? ['value', ''];
  return { type: element.type, [held]: element[initial] ?? (isMany(held) ? [] : null) };
}

/** Slack's state object for a value a person chose; undefined when the element cannot have that value. */
export function stateFor(element: StoredElement, value: PageValue): ElementState | undefined {
  const held = heldIn(element);
  if (held === undefined) return undefined;
  const chosen = unwrap(value, held);
  if (chosen === null || chosen === undefined || chosen === '')
    return { type: element.type, [held]: isMany(held) ? [] : null };
  if (!held.startsWith('selected_option')) return { type: element.type, [held]: chosen };
  const options = [chosen].flat().map((one) => optionOf(element, one));
  if (options.includes(undefined)) return undefined;
  return { type: element.type, [held]: isMany(held) ? options : options[0] };
}

function unwrap(value: PageValue, held: string): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && held in value ? value[held] : value;
}

/** The app's own option, found by its value, so that nobody can choose what was not offered. */
function optionOf(element: StoredElement, chosen: unknown): unknown {
  const value = typeof chosen === 'object' && chosen !== null && 'value' in chosen ? chosen.value : chosen;
  if (element.type.endsWith('external_select')) return chosen;
  const groups = Array.isArray(element.option_groups) ? element.option_groups : [];
  const options = [element.options ?? [], ...groups.map((group) => group.options)].flat();
  return options.find((option) => option?.value === value);
}

export function isEmpty(state: ElementState | undefined): boolean {
  const held = Object.entries(state ?? {}).find(([field]) => field !== 'type')?.[1];
  return held === undefined || held === null || held === '' || (Array.isArray(held) && held.length === 0);
}
