import { z } from 'zod';

/** Okta writes the text "null" for addresses and zones it does not have, and "unknown" for sessions and names. */
const word = z
  .string()
  .nullish()
  .catch(null)
  .transform((value) => (value && value !== 'null' && value !== 'unknown' ? value : null));
const flag = z.boolean().nullish().catch(null);
const part = <Shape extends z.ZodRawShape>(shape: Shape) => z.object(shape).nullish().catch(null);
const several = <Item extends z.ZodType>(item: Item) => z.array(item).nullish().catch(null);

const Place = part({ city: word, country: word });
const IpDetails = part({ ipServiceCategories: several(part({ isAnonymous: flag })) });
const Target = part({
  id: word,
  type: word,
  displayName: word,
  alternateId: word,
  detailEntry: part({ policyRuleFactorMode: word }),
});

const RawLogEvent = z.object({
  uuid: z.string(),
  published: z.string(),
  eventType: z.string(),
  actor: part({ id: word, displayName: word, alternateId: word }),
  client: part({ ipAddress: word, device: word, geographicalContext: Place, userAgent: part({ os: word }) }),
  device: part({ name: word }),
  authenticationContext: part({ externalSessionId: word, rootSessionId: word, authenticationProvider: word }),
  outcome: part({ result: word, reason: word }),
  securityContext: part({
    asNumber: z.number().nullish().catch(null),
    asOrg: word,
    isProxy: flag,
    ipDetails: IpDetails,
  }),
  debugContext: part({ debugData: part({ factor: word, requestUri: word, risk: word }) }),
  target: several(Target),
  transaction: part({ id: word }),
});

/** One line of the System Log in our words: flat, and null wherever Okta says nothing. */
export const LogEvent = RawLogEvent.transform((raw) => ({
  id: raw.uuid,
  when: raw.published,
  type: raw.eventType,
  actor: { id: raw.actor?.id ?? null, name: raw.actor?.displayName ?? raw.actor?.alternateId ?? 'unknown' },
  result: raw.outcome?.result ?? 'UNKNOWN',
  reason: raw.outcome?.reason ?? null,
  /** Whatever ties events of one sign-in together. */
  threads: threadsOf(raw),
  provider: raw.authenticationContext?.authenticationProvider ?? null,
  address: raw.client?.ipAddress ?? null,
  city: raw.client?.geographicalContext?.city ?? null,
  country: raw.client?.geographicalContext?.country ?? null,
  network: networkOf(raw),
  proxy: proxyOf(raw),
  device: deviceOf(raw),
  /** Upper case: Okta writes the same factor both ways. */
  factor: raw.debugContext?.debugData?.factor?.toUpperCase() ?? null,
  uri: raw.debugContext?.debugData?.requestUri ?? null,
  risk: riskLevel(raw.debugContext?.debugData?.risk ?? null),
  targets: (raw.target ?? []).flatMap((target) => (target ? [targetOf(target)] : [])),
}));
export type LogEvent = z.infer<typeof LogEvent>;

type Raw = z.infer<typeof RawLogEvent>;

const threadsOf = ({ authenticationContext: context, transaction }: Raw): string[] =>
  [context?.externalSessionId, context?.rootSessionId, transaction?.id].filter((id) => typeof id === 'string');

function networkOf({ securityContext }: Raw): string | null {
  if (securityContext?.asOrg) return securityContext.asOrg;
  return securityContext?.asNumber ? `AS${securityContext.asNumber}` : null;
}

function proxyOf({ securityContext }: Raw): boolean | null {
  const categories = securityContext?.ipDetails?.ipServiceCategories ?? [];
  return categories.some((category) => category?.isAnonymous) || (securityContext?.isProxy ?? null);
}

const deviceOf = ({ device, client }: Raw): string | null =>
  device?.name ?? ([client?.device, client?.userAgent?.os].filter(Boolean).join(', ') || null);

const targetOf = (target: NonNullable<NonNullable<Raw['target']>[number]>) => ({
  id: target.id,
  type: target.type,
  name: target.displayName ?? target.alternateId,
  factorMode: target.detailEntry?.policyRuleFactorMode ?? null,
});

/** From `{reasons=Anomalous Location, level=MEDIUM}`, a Java map printed as text, or the same as JSON. */
export const riskLevel = (risk: string | null): string | null =>
  risk?.match(/"?level"?\s*[=:]\s*"?([A-Z]+)/)?.[1] ?? null;
