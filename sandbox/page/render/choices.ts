import type { Checkboxes, Option, RadioButtons } from '@slack/types';
import { el, freshId } from '../dom.ts';
import { heldIn, type Scene } from '../scene.ts';
import { type Acting, attributesOf, readable, type Spot, sendChanges } from './control.ts';
import { textObject } from './mrkdwn.ts';
import { words } from './words.ts';

/** One thing that can be chosen. */
export interface Choice {
  value: string;
  label: Node;
  note?: string | undefined;
}

export const choicesOf = (options: readonly Option[], scene: Scene): Choice[] =>
  options.map(({ text, value = '', description }) => ({
    value,
    label: textObject(text, scene),
    note: description?.text,
  }));

const initialOf = (element: Checkboxes | RadioButtons): string[] => {
  const chosen = element.type === 'checkboxes' ? (element.initial_options ?? []) : [element.initial_option];
  return chosen.flatMap((option) => option?.value ?? []);
};

/** Radio buttons or checkboxes. */
export function options(element: Checkboxes | RadioButtons, spot: Spot, scene: Scene): HTMLElement {
  const chosen = heldIn(scene, spot.blockId, element.action_id ?? '') ?? initialOf(element);
  return ticks(element, choicesOf(element.options, scene), chosen, { spot, scene });
}

/** A group of ticks. Radio buttons hold one value, everything else a list. */
export function ticks(
  element: Acting & { type: string },
  choices: readonly Choice[],
  chosen: readonly string[],
  { spot, scene }: { spot: Spot; scene: Scene },
): HTMLElement {
  const type = element.type === 'radio_buttons' ? 'radio' : 'checkbox';
  const name = freshId();
  const inputs = choices.map(({ value }) => el('input', { type, name, value, checked: chosen.includes(value) }));
  const rows = choices.map(({ label, note }, index) =>
    el(
      'label',
      { class: 'tick' },
      inputs[index],
      el('span', {}, label, note === undefined ? undefined : el('span', { class: 'tick-note' }, ...words(note))),
    ),
  );
  const role = type === 'radio' ? 'radiogroup' : 'group';
  const group = el('div', { ...attributesOf(element, spot), class: 'ticks', role }, ...rows);
  const ticked = () => inputs.filter((input) => input.checked).map(({ value }) => value);
  readable(group, () => (type === 'radio' ? (ticked()[0] ?? null) : ticked()));
  sendChanges(group, element, spot, scene, () => {
    for (const input of inputs) input.checked = chosen.includes(input.value);
  });
  return group;
}
