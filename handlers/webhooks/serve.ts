import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { CordonError } from '#src/errors.ts';
import { type WebAnswer, type WebDeps, type WebRequest, type WebRoute, wrongMethod } from './route.ts';

/** Answers the routes of a list; anything else goes on to `otherwise` (Slack's receiver). */
export function serveRoutes(routes: readonly WebRoute[], deps: WebDeps, otherwise: RequestListener): RequestListener {
  return (request, response) => {
    const path = URL.parse(request.url ?? '/', 'http://localhost')?.pathname ?? '';
    if (path.startsWith('/slack/')) return otherwise(request, response);
    void answer(routes, deps, request, path).then((result) => send(request, response, result));
  };
}

async function answer(
  routes: readonly WebRoute[],
  deps: WebDeps,
  request: IncomingMessage,
  path: string,
): Promise<WebAnswer> {
  const matches = routes.flatMap((route) => {
    const params = matchPath(route.path, path);
    return params ? [{ route, params }] : [];
  });
  const found = matches.find(({ route }) => route.method === request.method);
  if (!found) {
    const [other] = matches;
    if (other) return wrongMethod(other.route.method);
    return { status: 404, body: { error: 'unknown-address', message: 'Nothing is here.' } };
  }
  const call: WebRequest = { raw: request, params: found.params };
  return found.route.handle(deps, call).catch((error: unknown) => unavailable(deps, error));
}

/** The sender keeps its delivery and tries again; nothing is half stored. */
function unavailable({ ctx }: WebDeps, error: unknown): WebAnswer {
  ctx.log.error({ err: error }, 'a web request failed');
  const code = error instanceof CordonError ? error.code : 'not-stored';
  return {
    status: 503,
    headers: { 'retry-after': '5' },
    body: { error: code, message: 'This could not be stored just now. Send it again in a few seconds.' },
  };
}

/** The parts an address names, when it fits. `:name` takes anything, `:name?` may be missing at the end. */
export function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (given.length > wanted.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index];
    const [, name, optional] = part.match(/^:(\w+)(\?)?$/) ?? [];
    if (optional && value === undefined) continue;
    if (value === undefined || (optional && value === '')) return undefined;
    if (name) params[name] = value;
    else if (part !== value) return undefined;
  }
  return params;
}

function send(request: IncomingMessage, response: ServerResponse, { status, headers, body }: WebAnswer): void {
  const isText = typeof body === 'string';
  const type = isText ? 'text/plain; charset=utf-8' : 'application/json';
  response.writeHead(status, { ...(body !== undefined && { 'content-type': type }), ...headers });
  response.end(isText || body === undefined ? body : JSON.stringify(body));
  if (!request.readableEnded) request.resume();
}
