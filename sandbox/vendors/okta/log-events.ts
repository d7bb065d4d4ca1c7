import { usualVisits } from './history.ts';
import { type Deed, nameOf, type OktaState, type Place, type Visit } from './state.ts';

/** One line of the log as Okta sends it. */
export type LogEvent = Record<string, unknown> & { uuid: string; published: string };

interface Line {
  uuid: string;
  at: number;
  type: string;
  message: string;
  actor: Record<string, unknown>;
  place: Place | null;
  session?: string;
  result?: string;
  reason?: string | null;
  debug?: Record<string, string>;
  target: Record<string, unknown>[];
}

const SERVICE_APP = {
  id: '0oademo00000000001',
  type: 'PublicClientApp',
  alternateId: '0oademo00000000001',
  displayName: 'Cordon',
  detailEntry: null,
};

const uuid = (kind: number, number: number): string =>
  `${String(kind).repeat(8)}-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;

/** Every event the log shows by now, oldest first. */
export function visibleEvents(state: OktaState, now: Date): LogEvent[] {
  const arrived = ({ at }: { at: number }) => at + state.lagMs <= now.getTime();
  return [
    ...usualVisits(state).flatMap((visit) => visitLines(state, visit)),
    ...state.visits.flatMap((visit) => visitLines(state, visit)),
    ...state.deeds.map((deed) => deedLine(state, deed)),
  ]
    .filter(arrived)
    .toSorted((one, other) => one.at - other.at || one.uuid.localeCompare(other.uuid))
    .map(toEvent);
}

function visitLines(state: OktaState, { n, at, userId, place, factors, app }: Visit): Line[] {
  const person = userEntry(state, userId);
  const kind = n < 0 ? 3 : 1;
  const number = Math.abs(n) * 16;
  const session = `idx${kind}x${Math.abs(n)}`;
  const shared = { actor: person, place, session };
  const checks = factors.map((factor, index) => ({
    ...shared,
    uuid: uuid(kind, number + index),
    at: at + index * 8_000,
    type: 'user.authentication.auth_via_mfa',
    message: 'Authentication of user via MFA',
    debug: { factor, factorIntent: 'AUTHENTICATION', requestUri: '/idp/idx/challenge/answer' },
    target: [person],
  }));
  const started = { ...shared, uuid: uuid(kind, number + 8), at: at + 20_000, target: [person] };
  const lines: Line[] = [
    ...checks,
    {
      ...started,
      type: 'user.session.start',
      message: 'User login to Okta',
      debug: { requestUri: '/idp/idx/identify' },
    },
  ];
  if (app === null) return lines;
  const instance = {
    id: `0oa${app.toLowerCase().padEnd(17, '0')}`,
    type: 'AppInstance',
    alternateId: app,
    displayName: app,
    detailEntry: null,
  };
  const rule = { id: '0prdemo0000000000001', type: 'Rule', alternateId: 'unknown', displayName: 'Catch-all Rule' };
  const mode = { policyRuleFactorMode: factors.length > 1 ? '2FA' : '1FA' };
  const opened = { ...shared, at: at + 25_000 };
  lines.push(
    {
      ...opened,
      uuid: uuid(kind, number + 9),
      type: 'policy.evaluate_sign_on',
      message: 'Evaluation of sign-on policy',
      result: 'ALLOW',
      target: [instance, { ...rule, detailEntry: mode }],
    },
    {
      ...opened,
      uuid: uuid(kind, number + 10),
      type: 'user.authentication.sso',
      message: 'User single sign on to app',
      target: [instance],
    },
  );
  return lines;
}

function deedLine(state: OktaState, deed: Deed): Line {
  const person = userEntry(state, deed.userId);
  const group = deed.groupId === null ? undefined : state.groups[deed.groupId];
  return {
    uuid: uuid(2, deed.n),
    at: deed.at,
    type: deed.type,
    message: deed.message,
    actor: deed.place === null ? SERVICE_APP : person,
    place: deed.place,
    reason: deed.reason,
    ...(deed.factor === null ? {} : { debug: { factor: deed.factor } }),
    target: group
      ? [person, { id: deed.groupId, type: 'UserGroup', alternateId: 'unknown', displayName: group.name }]
      : [person],
  };
}

function userEntry({ users }: OktaState, id: string): Record<string, unknown> {
  const user = users[id];
  const displayName = user ? nameOf(user) : 'unknown';
  return { id, type: 'User', alternateId: user?.login ?? 'unknown', displayName, detailEntry: null };
}

function toEvent({
  uuid: id,
  at,
  type,
  message,
  actor,
  place,
  session,
  result,
  reason,
  debug,
  target,
}: Line): LogEvent {
  return {
    uuid: id,
    version: '0',
    severity: 'INFO',
    published: new Date(at).toISOString(),
    eventType: type,
    legacyEventType: null,
    displayMessage: message,
    actor,
    client: {
      ipAddress: place?.address ?? 'null',
      zone: 'null',
      device: place ? 'Computer' : 'Unknown',
      id: null,
      userAgent: place && { rawUserAgent: 'Mozilla/5.0', os: place.device, browser: 'CHROME' },
      geographicalContext: place && { city: place.city, state: null, country: place.country, postalCode: null },
    },
    device: null,
    authenticationContext: {
      externalSessionId: session ?? 'unknown',
      rootSessionId: session ?? null,
      authenticationStep: 0,
    },
    outcome: { result: result ?? 'SUCCESS', reason: reason ?? null },
    securityContext: place
      ? { asNumber: place.asNumber, asOrg: place.network, isp: place.network, domain: null, isProxy: false }
      : { asNumber: null, asOrg: null, isp: null, domain: null, isProxy: null },
    debugContext: { debugData: debug ?? {} },
    target,
    transaction: { id: `t-${id}`, type: 'WEB', detail: {} },
  };
}
