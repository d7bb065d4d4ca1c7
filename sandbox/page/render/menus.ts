import type { ExternalSelect, MultiExternalSelect, MultiSelect, Select } from '@slack/types';
import { el } from '../dom.ts';
import { heldIn, type Scene } from '../scene.ts';
import { type Choice, choicesOf, ticks } from './choices.ts';
import { attributesOf, readable, type Spot, sendChanges } from './control.ts';

type Single = Exclude<Select, ExternalSelect>;
type Many = Exclude<MultiSelect, MultiExternalSelect>;

interface Offered {
  choices: readonly Choice[];
  groups: readonly { label: string; choices: readonly Choice[] }[];
}

function offered(element: Single | Many, scene: Scene): Offered {
  const choice = (value: string, label: string): Choice => ({ value, label: document.createTextNode(label) });
  switch (element.type) {
    case 'static_select':
    case 'multi_static_select':
      return {
        choices: choicesOf(element.options ?? [], scene),
        groups: (element.option_groups ?? []).map((group) => ({
          label: group.label.text,
          choices: choicesOf(group.options, scene),
        })),
      };
    case 'users_select':
    case 'multi_users_select':
      return { choices: scene.state.people.map(({ slackId, name }) => choice(slackId, name)), groups: [] };
    case 'channels_select':
    case 'multi_channels_select':
    case 'conversations_select':
    case 'multi_conversations_select': {
      const channels = scene.state.channels.filter(({ kind }) => kind !== 'dm');
      return { choices: channels.map(({ id, name }) => choice(id, `#${name}`)), groups: [] };
    }
  }
}

const isMany = (element: Single | Many): element is Many => element.type.startsWith('multi_');

/** The first value the app gave, under whichever of its names. */
const initialOf = (element: object): string[] =>
  Object.entries(element)
    .filter(([field]) => field.startsWith('initial_'))
    .flatMap(([, value]) => [value].flat())
    .map((value) => (typeof value === 'object' && value !== null ? String(value.value) : String(value)));

/** A menu. Those that take several values are drawn as ticks, which need no modifier keys. */
export function menu(element: Single | Many, spot: Spot, scene: Scene): HTMLElement {
  const offer = offered(element, scene);
  const chosen = heldIn(scene, spot.blockId, element.action_id ?? '') ?? initialOf(element);
  if (!isMany(element)) return single(element, offer, chosen, { spot, scene });
  const all = [...offer.choices, ...offer.groups.flatMap(({ choices }) => choices)];
  const group = ticks(element, all, chosen, { spot, scene });
  group.classList.add('ticks-many');
  return group;
}

function single(
  element: Single,
  { choices, groups }: Offered,
  [chosen = '']: readonly string[],
  { spot, scene }: { spot: Spot; scene: Scene },
): HTMLElement {
  const placeholder = element.placeholder?.text ?? 'Choose';
  const entry = ({ value, label }: Choice) =>
    el('option', { value, selected: value === chosen }, label.textContent ?? value);
  const node = el(
    'select',
    {
      ...attributesOf(element, spot),
      class: 'field field-menu',
      'aria-label': spot.labelId === undefined ? placeholder : undefined,
      autofocus: element.focus_on_load,
    },
    el('option', { value: '', selected: chosen === '' }, placeholder),
    ...choices.map(entry),
    ...groups.map(({ label, choices: inner }) => el('optgroup', { label }, ...inner.map(entry))),
  );
  readable(node, () => (node.value === '' ? null : node.value));
  sendChanges(node, element, spot, scene, () => {
    node.value = chosen;
  });
  return node;
}
