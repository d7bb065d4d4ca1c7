import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Faults } from './faults.ts';
import type { Route, TwinAnswer, TwinRequest } from './twin.ts';

/** Routes below one prefix. `name` is what faults call it; mounts without a name are never faulted. */
export interface Mount {
  name?: string;
  prefix: string;
  routes: readonly Route[];
}

interface Matcher {
  mount: Mount;
  route: Route;
  expression: RegExp;
}

const MAX_BODY_BYTES = 16 * 1024 * 1024;

/** Answers every request with the first route that matches, after playing whatever fault is queued for it. */
export function createRouter(mounts: readonly Mount[], faults: Faults): RequestListener {
  const matchers = mounts.flatMap((mount) =>
    mount.routes.map((route) => ({ mount, route, expression: patternToExpression(mount.prefix + route.pattern) })),
  );
  return (incoming, outgoing) => {
    respond(incoming, outgoing, matchers, faults).catch((error: unknown) => {
      if (outgoing.headersSent) outgoing.destroy();
      else send(outgoing, { status: 500, body: { error: 'sandbox_failed', message: String(error) } });
    });
  };
}

async function respond(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  matchers: readonly Matcher[],
  faults: Faults,
): Promise<void> {
  const url = new URL(incoming.url ?? '/', 'http://sandbox');
  const method = incoming.method ?? 'GET';
  const onPath = matchers.filter(({ expression }) => expression.test(url.pathname));
  const matcher = onPath.find(({ route }) => route.method === method);
  const body = await readBody(incoming);
  if (body === undefined) return send(outgoing, { status: 413, body: { error: 'too_large' } });
  if (!matcher) {
    const status = onPath.length === 0 ? 404 : 405;
    return send(outgoing, { status, body: { error: status === 404 ? 'not_found' : 'method_not_allowed' } });
  }

  const { mount, route, expression } = matcher;
  const request: TwinRequest = {
    method,
    path: url.pathname.slice(mount.prefix.length),
    params: decodeAll(expression.exec(url.pathname)?.groups ?? {}),
    query: url.searchParams,
    headers: incoming.headers,
    body,
  };
  if (mount.name !== undefined) faults.arrived(request, mount.name);
  const fault = faults.take(request);
  if (fault?.kind === 'status') return send(outgoing, fault);
  if (fault?.kind === 'delay') await delay(fault.milliseconds);
  const answer = await route.handle(request);
  if (fault?.kind === 'lose-answer') incoming.socket.destroy();
  else send(outgoing, answer);
}

function patternToExpression(pattern: string): RegExp {
  const source = pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:(\w+)/g, '(?<$1>[^/]+)');
  return new RegExp(`^${source}$`);
}

function decodeAll(groups: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]));
}

async function readBody(incoming: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return size > MAX_BODY_BYTES ? undefined : Buffer.concat(chunks).toString('utf8');
}

function send(outgoing: ServerResponse, { status, headers, body }: TwinAnswer): void {
  const isText = typeof body === 'string';
  const type = isText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8';
  outgoing.writeHead(status, body === undefined ? headers : { 'content-type': type, ...lowerCased(headers) });
  outgoing.end(isText || body === undefined ? body : JSON.stringify(body));
}

function lowerCased(headers: TwinAnswer['headers'] = {}): TwinAnswer['headers'] {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
