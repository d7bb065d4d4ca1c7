import { z } from 'zod';
import { embedded, list, maybe, measure, text } from '../../reading/lenient.ts';

const Place = z.object({
  city: text,
  state: text,
  countryName: text,
  countryCode: text,
  asn: measure,
  organization: text,
  carrier: text,
});

/** An entity's properties, of whatever kind it is. */
const Properties = z.object({
  accountName: text,
  upnSuffix: text,
  displayName: text,
  aadUserId: text,
  address: text,
  location: maybe(Place),
  hostName: text,
  appName: text,
  name: text,
  mailboxPrimaryAddress: text,
  resourceId: text,
  url: text,
  domainName: text,
  fileName: text,
  hashValue: text,
  friendlyName: text,
});

const Entity = z.object({ kind: text, properties: Properties.catch(Properties.parse({})) });
export type Entity = z.infer<typeof Entity>;

/** What a rule's author attached to the alerts; Sentinel sends a list for every name, often as JSON in a string. */
const CustomDetails = embedded(z.record(z.string(), z.unknown()));

const Alert = z.object({
  properties: maybe(
    z.object({
      alertDisplayName: text,
      productName: text,
      additionalData: maybe(z.object({ 'Custom Details': CustomDetails })),
    }),
  ),
});
export type Alert = z.infer<typeof Alert>;

/** The incident as Sentinel's Logic App trigger passes it on: only the fields Cordon uses. */
export const Incident = z.object({
  id: text,
  name: text,
  properties: z.object({
    title: text,
    description: text,
    severity: text,
    status: text,
    classification: text,
    createdTimeUtc: text,
    firstActivityTimeUtc: text,
    lastActivityTimeUtc: text,
    incidentUrl: text,
    relatedAnalyticRuleIds: list(z.string()),
    additionalData: maybe(
      z.object({ alertsCount: measure, alertProductNames: list(z.string()), techniques: list(z.string()) }),
    ),
    alerts: list(Alert),
    relatedEntities: list(Entity),
  }),
});
export type Incident = z.infer<typeof Incident>;
