import { asNumber } from '../../reading/addresses.ts';
import type { Notes } from '../../reading/notes.ts';
import type { SentFinding } from '../../reading/read-finding.ts';
import { readPeople } from '../okta-event-hook/people.ts';
import { LogEvent } from '../okta-event-hook/schema.ts';
import type { AlertContext } from './schema.ts';

type FromContext = Pick<
  SentFinding,
  'actor' | 'target' | 'integration' | 'addresses' | 'objects' | 'counts' | 'observables'
>;

/** The part of Okta's event that Panther's Okta rules hand on, as Okta itself writes it; nothing of a context that names no event type. */
export const asOktaEvent = (context: AlertContext): LogEvent =>
  LogEvent.parse(
    context.event_type === undefined
      ? {}
      : {
          eventType: context.event_type,
          actor: context.actor,
          target: context.target,
          client: context.client,
          outcome: context.outcome,
          securityContext: context.security_context,
          authenticationContext: context.authentication_context,
          debugContext: context.debug_context,
        },
  );

/** Who, with what, from where and how much, as the rule for Okta or for Salesforce put it into the alert. */
export function readContext(context: AlertContext, notes: Notes): FromContext {
  const event = asOktaEvent(context);
  const { actor, target, integration } = readPeople(event, notes);
  const app = { name: context['Connected App Name'] ?? context['Client Name'], id: context['Connected App ID'] };
  return {
    actor: actor ?? { uid: context['User ID'], userName: context.Username },
    target,
    integration: integration ?? { ...app, id: app.id ?? context['Client ID'] },
    addresses: [placeOf(event), { ip: context['Source IP'] }],
    objects: [{ type: 'entity', name: context['Entity Name'] }],
    counts: [
      { what: 'records processed', count: context['Records Processed'] },
      { what: 'API calls', count: context['API Total Count'] },
    ],
    observables: [
      { type: 'session', value: event.authenticationContext?.externalSessionId ?? context['Session Key'] },
      { type: 'user-agent', value: event.client?.userAgent?.rawUserAgent },
      { type: 'salesforce-job', value: context['Job ID'] },
    ],
  };
}

function placeOf({ client, securityContext }: LogEvent) {
  const { city, state, country } = client?.geographicalContext ?? {};
  const number = asNumber(securityContext?.asNumber);
  return {
    ip: client?.ipAddress,
    place: [city, state, country].filter(Boolean).join(', ') || undefined,
    network: [securityContext?.asOrg ?? securityContext?.isp, number].filter(Boolean).join(', ') || undefined,
  };
}
