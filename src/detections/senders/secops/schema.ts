import { z } from 'zod';
import { list, maybe, measure, text } from '../../reading/lenient.ts';

const User = z.object({ userid: text, userDisplayName: text, productObjectId: text, emailAddresses: list(z.string()) });
export type User = z.infer<typeof User>;

/** One side of a UDM event: `principal` is who acted, `target` what was acted upon. */
const Noun = z.object({
  user: maybe(User),
  application: text,
  resource: maybe(z.object({ name: text, resourceType: text })),
  ip: list(text),
  ipGeoArtifact: list(
    z.object({
      ip: text,
      location: maybe(z.object({ city: text, state: text, countryOrRegion: text })),
      network: maybe(z.object({ asn: maybe(z.coerce.string().regex(/^[1-9]\d{0,9}$/)), carrierName: text })),
    }),
  ),
});
export type Noun = z.infer<typeof Noun>;

const Event = maybe(
  z.object({
    metadata: maybe(z.object({ productName: text, vendorName: text })),
    principal: maybe(Noun),
    target: maybe(Noun),
    network: maybe(z.object({ sessionId: text, http: maybe(z.object({ userAgent: text })) })),
  }),
);
export type Event = NonNullable<z.infer<typeof Event>>;

const Field = z.object({ key: text, source: text, value: text });
export type Field = z.infer<typeof Field>;

const Rule = z.object({
  ruleId: text,
  ruleName: text,
  description: text,
  alertState: text,
  urlBackToProduct: text,
  riskScore: measure,
  ruleLabels: list(Field),
  detectionFields: list(Field),
  outcomes: list(Field),
});
export type Rule = z.infer<typeof Rule>;

/** A detection of Google SecOps: only the fields Cordon uses. Its events come as `collectionElements`, or one as `event`. */
export const RuleDetection = z.object({
  id: text,
  detectionTime: text,
  createdTime: text,
  timeWindow: maybe(z.object({ startTime: text, endTime: text })),
  detection: list(Rule),
  event: Event,
  collectionElements: list(z.object({ references: list(z.object({ event: Event })) })),
  feedbackSummary: maybe(z.object({ status: text, verdict: text })),
});
export type RuleDetection = z.infer<typeof RuleDetection>;
