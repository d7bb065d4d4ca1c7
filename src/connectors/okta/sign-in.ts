import type { LogEvent } from './log-event.ts';

export const SIGN_IN_TYPES = [
  'user.session.start',
  'user.authentication.sso',
  'user.authentication.auth_via_mfa',
  'policy.evaluate_sign_on',
];

export type Mfa = 'yes' | 'no' | 'unclear';

export interface SignIn {
  when: string;
  result: string;
  app: string | null;
  address: string | null;
  city: string | null;
  country: string | null;
  network: string | null;
  proxy: boolean | null;
  device: string | null;
  mfa: Mfa;
}

/** `user.authentication.sso` is written for failures too, so the outcome decides. */
export const succeeded = ({ result }: { result: string }): boolean => result === 'SUCCESS' || result === 'ALLOW';

/** Classic writes the second factor after the session start. What a session proves later says nothing about this sign-in. */
const SETTLED_MS = 5 * 60_000;

/** Session starts and sign-ons to apps as one list, each with what the other events of its session say about factors. */
export function signInsFrom(events: readonly LogEvent[]): { signIn: SignIn; event: LogEvent }[] {
  const byThread = Map.groupBy(
    events.flatMap((event) => event.threads.map((thread) => ({ thread, event }))),
    ({ thread }) => thread,
  );
  const related = (event: LogEvent): LogEvent[] => {
    const latest = Date.parse(event.when) + SETTLED_MS;
    return event.threads
      .flatMap((thread) => (byThread.get(thread) ?? []).map((entry) => entry.event))
      .filter(({ when }) => Date.parse(when) <= latest);
  };
  return events
    .filter(({ type }) => type === 'user.session.start' || type === 'user.authentication.sso')
    .map((event) => ({ signIn: toSignIn(event, related(event)), event }));
}

function toSignIn(event: LogEvent, related: readonly LogEvent[]): SignIn {
  const app = event.targets.find(({ type }) => type === 'AppInstance')?.name ?? null;
  const { when, result, address, city, country, network, proxy, device } = event;
  const mfa = succeeded(event) ? judgeMfa(related) : 'unclear';
  return { when, result, app, address, city, country, network, proxy, device, mfa };
}

/** Two things somebody knows are not two factors. */
const isKnowledge = (factor: string): boolean => /PASSWORD|QUESTION/.test(factor);

/** The identity provider asked, so Okta cannot tell what for. */
const ELSEWHERE = new Set(['FEDERATION', 'SOCIAL']);

/**
 * Whether a session was opened with two factors, from its events. `auth_via_mfa` alone proves nothing: Identity Engine writes it for the
 * password too, Classic only for the second factor. So distinct factors are counted, and the policy rule's own demand is taken over that.
 */
export function judgeMfa(related: readonly LogEvent[]): Mfa {
  const passed = related.filter(succeeded);
  const demanded = passed.flatMap(({ targets }) => targets.map(({ factorMode }) => factorMode));
  if (demanded.includes('2FA')) return 'yes';
  const checks = passed.filter(({ type, factor }) => type === 'user.authentication.auth_via_mfa' && factor !== null);
  const factors = new Set(checks.map(({ factor }) => factor ?? ''));
  const isClassic = checks.some(({ uri }) => uri?.startsWith('/api/v1/authn'));
  const holds = [...factors].some((factor) => !isKnowledge(factor));
  if (holds) return factors.size > 1 || isClassic ? 'yes' : 'unclear';
  const start = passed.find(({ type }) => type === 'user.session.start');
  if (factors.size > 0) return 'no';
  return start && !ELSEWHERE.has(start.provider ?? '') ? 'no' : 'unclear';
}
