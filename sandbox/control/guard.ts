import type { IncomingHttpHeaders } from 'node:http';
import type { Route } from '#sandbox/twin.ts';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Why a request to the sandbox's own levers is refused, or undefined. Another site's page can make a browser send requests here, and a
 * name of its own can be made to point here: the first shows in Origin, the second in Host.
 */
export function refusal({ host, origin }: IncomingHttpHeaders): string | undefined {
  const hostUrl = URL.parse(`http://${host ?? ''}`);
  if (!hostUrl || !LOOPBACK.has(hostUrl.hostname)) return 'Only this machine may use the sandbox.';
  if (origin !== undefined && origin !== hostUrl.origin) return 'Only the sandbox page itself may do this.';
  return undefined;
}

/** The same routes, closed to other sites. */
export const guarded = (routes: readonly Route[]): Route[] =>
  routes.map((route) => ({
    ...route,
    handle(request) {
      const why = refusal(request.headers);
      return why === undefined ? route.handle(request) : { status: 403, body: { error: 'forbidden', message: why } };
    },
  }));
