import type { ConfirmationDialog } from '@slack/types';
import type { PageValue } from '#sandbox/slack/page-state.ts';
import type { Scene } from '../scene.ts';
import { askConfirm } from './confirm.ts';

/** Where an element stands: its block, and what names and describes it there. */
export interface Spot {
  blockId: string | undefined;
  /** False in an input block: what is chosen there waits until the form is submitted. */
  sends: boolean;
  controlId?: string;
  labelId?: string;
  describedBy?: string;
  invalid?: boolean;
}

/** What every interactive element has in common. */
export interface Acting {
  action_id?: string;
  confirm?: ConfirmationDialog;
}

const readers = new WeakMap<Element, () => PageValue>();

/** Makes an element's value known to `readControl`. */
export const readable = (node: Element, read: () => PageValue) => readers.set(node, read);

export const readControl = (node: Element): PageValue | undefined => readers.get(node)?.();

/** Attributes that name an element for tests, for a screen reader and for finding it again. */
export const attributesOf = ({ action_id }: Acting, spot: Spot) => ({
  id: spot.controlId,
  'data-action-id': action_id ?? '',
  'aria-labelledby': spot.labelId,
  'aria-describedby': spot.describedBy,
  'aria-invalid': spot.invalid ? 'true' : undefined,
});

/** Tells the app, after asking where the app wants that; false when the person thought better of it. */
export async function press(element: Acting, spot: Spot, scene: Scene, value?: PageValue): Promise<boolean> {
  if (element.confirm && !(await askConfirm(element.confirm, scene))) return false;
  const pointed = { action_id: element.action_id ?? '', block_id: spot.blockId };
  await scene.press(value === undefined ? pointed : { ...pointed, value });
  return true;
}

/** Sends every new value of a control that stands alone; `restore` puts the old one back when the person thought better of it. */
export function sendChanges(node: HTMLElement, element: Acting, spot: Spot, scene: Scene, restore: () => void): void {
  if (!spot.sends) return;
  node.addEventListener('change', async () => {
    if (!(await press(element, spot, scene, readControl(node) ?? null))) restore();
  });
}
