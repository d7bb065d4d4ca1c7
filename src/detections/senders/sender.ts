import type { Detection } from '../detection.ts';

/** What intake knows of a delivery besides its content. */
export interface DeliveryContext {
  source: string;
  receivedAt: Date;
  /** Sentences about how the body was read, kept with the detection. */
  notes?: readonly string[];
}

/** A detection, or why the delivery goes to quarantine: a code to count by and a sentence for whoever looks. */
export type Normalised = { ok: true; detection: Detection } | { ok: false; code: string; reason: string };

export type Shape = (payload: unknown, context: DeliveryContext) => Normalised;

export const refuse = (code: string, reason: string): Normalised => ({ ok: false, code, reason });

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
