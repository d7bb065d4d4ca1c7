import { z } from 'zod';
import { MOST_ENTRIES, measure, text } from '../../reading/lenient.ts';

/** What Splunk's own field extractions write where they know nothing. */
const FILLER = /^(unknown|none|null|n\/a|-)$/i;

const one = text.transform((value) => (FILLER.test(value?.trim() ?? '') ? undefined : value));

const numeric = measure.transform((value) => (String(value ?? '').trim() === '' ? undefined : value));

/** Every value of a field, whether it is one, a list, or one text with a value on each line. */
const several = z
  .unknown()
  .transform((value): string[] =>
    (Array.isArray(value) ? value : [value])
      .slice(0, MOST_ENTRIES)
      .flatMap((entry) => text.parse(entry)?.split('\n') ?? [])
      .map((entry) => entry.trim())
      .filter((entry) => entry !== '' && !FILLER.test(entry))
      .slice(0, MOST_ENTRIES),
  )
  .default([]);

/** The row of a search result: the fields Cordon asks a search for, then those Enterprise Security writes. Everything arrives as text. */
export const Row = z.object({
  _time: numeric,
  user: several,
  user_id: one,
  src_user: several,
  src_user_id: one,
  src: several,
  src_ip: several,
  app: several,
  integration: one,
  object: several,
  record_count: numeric,
  usual_count: numeric,
  amount: numeric,
  currency: one,
  payee: one,
  severity: text,
  kind: one,
  orig_event_id: one,
  'annotations.mitre_attack': several,
  'annotations.mitre_attack.mitre_technique_id': several,

  event_id: one,
  orig_time: numeric,
  rule_name: one,
  rule_title: one,
  rule_description: one,
  security_domain: one,
  urgency: text,
  risk_object: one,
  risk_object_type: one,
  entity: one,
  entity_type: one,
  status: text,
  status_label: one,
  disposition: one,
  disposition_label: one,
});
export type Row = z.infer<typeof Row>;

/** What the webhook action posts around the row. */
export const Envelope = z.object({ search_name: text, results_link: text });
