import type { IncomingHttpHeaders } from 'node:http';
import type { Mapping } from '../../config/mapping.ts';
import type { Detection } from '../detection.ts';
import { LONGEST, tame } from '../reading/text.ts';

/** What intake knows of a delivery besides its content. */
export interface DeliveryContext {
  source: string;
  receivedAt: Date;
  /** Sentences about how the body was read, kept with the detection. */
  notes?: readonly string[];
  /** The headers that carry meaning (see `keptHeaders`), names in small letters. */
  headers?: Readonly<Record<string, string>>;
  /** The field map of a source whose shape is `mapping`. */
  mapping?: Mapping | undefined;
}

/** Why something goes to quarantine: a code to count by, a sentence for whoever looks, and the field it is about where there is one. */
export interface Refusal {
  ok: false;
  code: string;
  reason: string;
  field?: string;
}

export type Normalised = { ok: true; detection: Detection } | Refusal;

/**
 * One product that sends detections. Nothing here throws, whatever a stranger sends, and nothing is invented: a field the input lacks is
 * absent from the detection.
 */
export interface Sender {
  /** As `shape` in cordon.yaml: "splunk". */
  id: string;
  name: string;
  /** The findings in one delivery, each still as it was sent; without it the body is one finding. */
  split?(payload: unknown, context: DeliveryContext): readonly unknown[] | Refusal;
  read(finding: unknown, context: DeliveryContext): Normalised;
}

export function refuse(code: string, reason: string, field?: string): Refusal {
  const shown = field && tame(field, LONGEST.word);
  return { ok: false, code, reason, ...(shown && { field: shown }) };
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** CloudEvents in binary mode are in the headers; nothing else there is stored. */
export const keptHeaders = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      name.startsWith('ce-') && typeof value === 'string' ? [[name, value] as const] : [],
    ),
  );
