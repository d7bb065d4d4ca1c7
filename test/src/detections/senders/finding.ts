import { expect } from 'vitest';
import type { Detection } from '#src/detections/detection.ts';
import { type Delivered, normalise } from '#src/detections/senders/index.ts';
import { type Normalised, refuse } from '#src/detections/senders/sender.ts';

export const receivedAt = new Date('2026-11-22T08:15:00Z');
export const context = { source: 'siem', receivedAt };

/** The smallest finding OCSF allows, with whatever a test is about on top. */
export const finding = (more: object = {}): Record<string, unknown> => ({
  class_uid: 2004,
  category_uid: 2,
  activity_id: 1,
  type_uid: 200401,
  severity_id: 4,
  time: 1_795_335_000_000,
  metadata: { version: '1.5.0', product: { name: 'Acme Detect' } },
  finding_info: { uid: 'acme-1', title: 'Bulk read' },
  evidences: [{ actor: { user: { email_addr: 'mara.ito@northwind.example', full_name: 'Mara Ito' } } }],
  ...more,
});

export const template = (more: object = {}): Record<string, unknown> => ({
  cordon: 'detection/1',
  id: 'rule-7/2026-11-22',
  title: 'Bulk read',
  occurred_at: '2026-11-22T08:10:00Z',
  severity: 'high',
  subject: { email: 'mara.ito@northwind.example' },
  ...more,
});

export function detected(shape: string, payload: unknown): Detection {
  const read = readOne(normalise(shape, payload, context));
  expect(read).toMatchObject({ ok: true });
  if (!read.ok) throw new Error(read.reason);
  return read.detection;
}

/** What became of a delivery with one finding in it. */
export function readOne(delivered: Delivered): Normalised {
  if (!delivered.ok) return delivered;
  expect(delivered.findings).toHaveLength(1);
  return delivered.findings[0] ?? refuse('none', 'nothing was read');
}
