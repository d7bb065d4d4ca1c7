import { readJson, tooIntricate } from '../reading/read-json.ts';
import { cordon } from './cordon.ts';
import { ocsf } from './ocsf.ts';
import { type DeliveryContext, type Normalised, refuse, type Shape } from './sender.ts';

/** Every shape a source may be configured with. */
export const shapes = { ocsf, cordon } satisfies Record<string, Shape>;
export type ShapeName = keyof typeof shapes;

/** Turns a parsed payload into a detection, or says why not. Never throws, whatever a stranger sends. */
export function normalise(shape: ShapeName, payload: unknown, context: DeliveryContext): Normalised {
  const reason = tooIntricate(payload);
  return reason ? refuse('too-intricate', reason) : shapes[shape](payload, context);
}

/** The same from the stored bytes of a delivery. */
export function normaliseBody(shape: ShapeName, body: Uint8Array, context: DeliveryContext): Normalised {
  const read = readJson(body);
  return read.ok ? normalise(shape, read.payload, { ...context, notes: read.notes }) : read;
}
