import { z } from 'zod';
import { list, maybe, measure, text } from '../../reading/lenient.ts';

/** Okta writes what it does not know as the words "unknown" and "null". */
const known = text.transform((value) => (value && /^(unknown|null)$/i.test(value.trim()) ? undefined : value));

const Entity = z.object({ id: known, type: known, alternateId: known, displayName: known });
export type Entity = z.infer<typeof Entity>;

/** An event of Okta's System Log, as event hooks send it (LogEvent): only the fields Cordon uses. */
export const LogEvent = z.object({
  uuid: text,
  published: text,
  eventType: text,
  displayMessage: text,
  severity: text,
  actor: maybe(Entity),
  target: list(Entity),
  outcome: maybe(z.object({ result: text, reason: known })),
  client: maybe(
    z.object({
      ipAddress: known,
      userAgent: maybe(z.object({ rawUserAgent: known })),
      geographicalContext: maybe(z.object({ city: known, state: known, country: known })),
    }),
  ),
  securityContext: maybe(z.object({ asNumber: measure, asOrg: known, isp: known, isProxy: maybe(z.boolean()) })),
  authenticationContext: maybe(z.object({ externalSessionId: known })),
  transaction: maybe(z.object({ detail: maybe(z.object({ requestApiTokenId: known })) })),
  debugContext: maybe(
    z.object({
      debugData: maybe(
        z.object({
          privilegeGranted: known,
          suspiciousActivityEventType: known,
          suspiciousActivityEventIp: known,
          suspiciousActivityEventCity: known,
          suspiciousActivityEventState: known,
          suspiciousActivityEventCountry: known,
        }),
      ),
    }),
  ),
});
export type LogEvent = z.infer<typeof LogEvent>;
