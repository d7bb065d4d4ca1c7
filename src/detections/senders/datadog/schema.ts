import { z } from 'zod';
import { embedded, maybe, measure, text } from '../../reading/lenient.ts';

/** A variable Datadog did not know stays in the body as it was typed. */
const filled = text.transform((value) => (value && /^\$[A-Z_]+$/.test(value.trim()) ? undefined : value));

const Attributes = embedded(z.record(z.string(), z.unknown()));

/** Cordon's template for Datadog, `datadog/1`. See docs/senders/datadog.md. */
export const Template = z.object({
  signal_id: filled,
  severity: filled,
  title: filled,
  message: filled,
  rule: maybe(z.object({ id: filled, name: filled })),
  attributes: Attributes,
  group_by: Attributes,
  tags: filled,
  date: measure,
  link: filled,
});
export type Template = z.infer<typeof Template>;
