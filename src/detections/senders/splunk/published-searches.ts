import type { Kind } from '../../kinds.ts';

/** Searches of Splunk's own security content (ESCU), as their search names are between "ESCU - " and " - Rule". */
const KIND_OF_SEARCH: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['azure ad new mfa method registered for user', 'factor-enrolled'],
  ['o365 new mfa method registered', 'factor-enrolled'],
  ['pingid new mfa method registered for user', 'factor-enrolled'],
  ['pingid new mfa method after credential reset', 'factor-enrolled'],
  ['okta multi-factor authentication disabled', 'factor-removed'],
  ['o365 new email forwarding rule created', 'inbox-rule'],
  ['okta suspicious activity reported', 'reported-by-user'],
  ['okta user logins from multiple cities', 'rare-sign-in'],
  ['okta suspicious use of a session cookie', 'session-stolen'],
  ['okta successful single factor authentication', 'sign-in-without-mfa'],
  ['azure ad successful single-factor authentication', 'sign-in-without-mfa'],
  ['azure ad oauth application consent granted by user', 'app-authorised'],
  ['azure ad tenant wide admin consent granted', 'app-authorised'],
  ['o365 mail permissioned application consent granted by user', 'app-authorised'],
  ['azure ad global administrator role assigned', 'permission-change'],
]);

const PUBLISHED = /^ESCU - (.{1,200}) - Rule$/;

/** What the first of these search names that is published means. */
export const kindOfSearch = (...names: readonly (string | undefined)[]): Kind | undefined =>
  names.map((name) => KIND_OF_SEARCH.get(name?.match(PUBLISHED)?.[1]?.toLowerCase() ?? '')).find(Boolean);
