import { z } from 'zod';
import { list, maybe, measure, number, text } from '../../reading/lenient.ts';

const User = z.object({
  uid: text,
  name: text,
  full_name: text,
  display_name: text,
  email_addr: text,
  type_id: number,
});
export type User = z.infer<typeof User>;

const Actor = z.object({ user: maybe(User), app_name: text, app_uid: text, session: maybe(z.object({ uid: text })) });

const Endpoint = z.object({
  ip: text,
  isp: text,
  autonomous_system: maybe(z.object({ name: text, number: measure })),
  location: maybe(z.object({ city: text, region: text, country: text, isp: text })),
});
export type Endpoint = z.infer<typeof Endpoint>;

const Resource = z.object({ name: text, uid: text, type: text, namespace: text });

const Evidence = z.object({
  actor: maybe(Actor),
  user: maybe(User),
  src_endpoint: maybe(Endpoint),
  device: maybe(Endpoint),
  api: maybe(z.object({ service: maybe(z.object({ name: text })) })),
  file: maybe(z.object({ name: text })),
  resources: list(Resource),
});

const Named = maybe(z.object({ name: text, uid: text }));

const FindingInfo = z.object({
  uid: text,
  title: text,
  desc: text,
  src_url: text,
  analytic: Named,
  related_analytics: list(z.object({ name: text, uid: text })),
  attacks: list(z.object({ technique: Named, sub_technique: Named, version: text })),
});

const Measured = z.object({
  observation_parameter: text,
  observations: list(z.object({ value: measure, count: measure })),
});

const Metadata = z.object({
  uid: text,
  version: text,
  original_time: text,
  product: maybe(z.object({ name: text, vendor_name: text })),
});

/** OCSF Detection Finding (class 2004), 1.1 to 1.8: only the fields Cordon uses. */
export const DetectionFinding = z.object({
  activity_id: number,
  actor: maybe(Actor),
  anomaly_analyses: list(z.object({ anomalies: list(Measured), baselines: list(Measured) })),
  count: measure,
  device: maybe(Endpoint),
  disposition: text,
  evidences: list(Evidence),
  finding_info: FindingInfo.catch(FindingInfo.parse({})),
  message: text,
  metadata: Metadata.catch(Metadata.parse({})),
  observables: list(z.object({ name: text, type_id: number, value: text })),
  resources: list(Resource),
  severity: text,
  severity_id: number,
  src_url: text,
  status: text,
  status_id: number,
  time: measure,
  time_dt: text,
  unmapped: maybe(z.object({ actor: maybe(z.object({ id: text, displayName: text })) })),
  verdict_id: number,
});
export type DetectionFinding = z.infer<typeof DetectionFinding>;
