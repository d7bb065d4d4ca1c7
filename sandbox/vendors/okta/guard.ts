import type { Route, TwinAnswer, TwinRequest } from '#sandbox/twin.ts';
import { forbidden, type GuardedRoute, refuse } from './answers.ts';
import { hashOf, readProof } from './dpop.ts';
import type { Org } from './state.ts';

const WINDOW_MS = 60_000;

interface Bucket {
  began: number;
  used: number;
}

/** What stands before every API route: the rate limit, the credentials, the scope, the admin role. */
export function createGuard(org: Org): (route: GuardedRoute) => Route {
  const buckets = new Map<string, Bucket>();
  const usedProofs = new Set<string>();

  /** Windows are a minute long and begin with the first call. */
  function count(name: 'logs' | 'other'): { allowed: boolean; headers: Record<string, string> } {
    const now = org.world.now().getTime();
    const known = buckets.get(name);
    const bucket = known && now < known.began + WINDOW_MS ? known : { began: now, used: 0 };
    buckets.set(name, bucket);
    const limit = org.state.callsPerMinute[name];
    const allowed = bucket.used < limit;
    if (allowed) bucket.used += 1;
    const headers = {
      date: new Date(now).toUTCString(),
      'x-rate-limit-limit': String(limit),
      'x-rate-limit-remaining': String(Math.max(0, limit - bucket.used)),
      'x-rate-limit-reset': String(Math.ceil((bucket.began + WINDOW_MS) / 1000)),
    };
    return { allowed, headers };
  }

  async function authorise(request: TwinRequest, scope: string): Promise<TwinAnswer | undefined> {
    const [scheme = '', value = ''] = request.headers.authorization?.split(' ') ?? [];
    if (scheme === 'SSWS') return org.state.apiTokens.includes(value) ? undefined : unknownToken;
    const token = org.state.accessTokens[value];
    if (!token || token.type !== scheme || token.expires <= org.world.now().getTime()) return unknownToken;
    if (token.type === 'DPoP') {
      const proof = await readProof(request);
      if (!proof.valid || proof.thumbprint !== token.thumbprint || proof.ath !== hashOf(value)) return unknownToken;
      if (proof.jti === undefined || usedProofs.has(proof.jti)) return unknownToken;
      usedProofs.add(proof.jti);
    }
    return token.scopes.includes(scope) && org.state.hasAdminRole ? undefined : forbidden;
  }

  return (route) => ({
    method: route.method,
    pattern: route.pattern,
    async handle(request) {
      const { allowed, headers } = count(route.pattern === '/api/v1/logs' ? 'logs' : 'other');
      const answer = allowed ? ((await authorise(request, route.scope)) ?? (await route.handle(request))) : tooMany;
      return { ...answer, headers: { ...headers, ...answer.headers } };
    },
  });
}

const unknownToken = refuse(401, 'E0000011', 'Invalid token provided');
const tooMany = refuse(429, 'E0000047', 'API call exceeded rate limit due to too many requests.');
