import type { Detection } from '../detections/detection.ts';

/** What makes two detections be about the same one: the person, else the integration. Undefined when the sender names neither. */
export function subjectKey(detection: Detection): string | undefined {
  const { subject, integration } = detection;
  if (subject?.email) return `person:${subject.email.toLowerCase()}`;
  const [vendor, id] = Object.entries(subject?.ids ?? {}).sort()[0] ?? [];
  if (vendor && id) return `person:${vendor}:${id}`;
  const name = integration?.id ?? integration?.name;
  return name ? `integration:${name.toLowerCase()}` : undefined;
}
