import type { IncomingMessage, RequestListener } from 'node:http';
import { Forbidden, InvalidInput, NotFound } from '#src/errors.ts';
import { readBody } from '../webhooks/read-body.ts';
import { matchPath } from '../webhooks/serve.ts';
import { type Asset, findAsset } from './assets.ts';
import { drawPage, html } from './html.ts';
import { refusalOf } from './refusal.ts';
import type { PageDeps, PageRoute } from './route.ts';

/** Nothing inline, nothing from elsewhere, in nobody's frame, in nobody's cache, and its address told to nobody. */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'publickey-credentials-get=(self), publickey-credentials-create=(self)',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-robots-tag': 'noindex',
};

interface Answer extends Asset {
  status: number;
  allow?: string;
}

/** Answers everything under /pages/; anything else goes on to `otherwise`. */
export function servePages(routes: readonly PageRoute[], deps: PageDeps, otherwise: RequestListener): RequestListener {
  return (request, response) => {
    const path = URL.parse(request.url ?? '/', 'http://localhost')?.pathname ?? '';
    if (!path.startsWith('/pages/')) return otherwise(request, response);
    void answer(routes, deps, request, path).then(({ status, type, body, allow }) => {
      response.writeHead(status, { ...HEADERS, 'content-type': type, ...(allow ? { allow } : {}) }).end(body);
      if (!request.readableEnded) request.resume();
    });
  };
}

async function answer(
  routes: readonly PageRoute[],
  deps: PageDeps,
  request: IncomingMessage,
  path: string,
): Promise<Answer> {
  const asset = request.method === 'GET' ? findAsset(path) : undefined;
  if (asset) return { status: 200, ...asset };
  const matches = routes.flatMap((route) => {
    const params = matchPath(route.path, path);
    return params ? [{ route, params }] : [];
  });
  const found = matches.find(({ route }) => route.method === request.method);
  if (!found && matches[0]) return { ...asText(405, 'Not this way.'), allow: matches[0].route.method };
  try {
    if (!found || !deps.ctx.config.server.public_url) throw new NotFound('unknown-address', 'Nothing is here.');
    if (found.route.method === 'GET') return asPage(200, (await found.route.draw(deps, found.params)).markup);
    checkOwnPage(deps, request);
    return asJson(200, await found.route.work(deps, await readJson(request)));
  } catch (error) {
    const { status, code, says } = refusalOf(deps, error);
    if (request.method === 'POST') return asJson(status, { code, says });
    const body = html`<h1>This page cannot be used</h1><p class="lead">${says}</p>`;
    return asPage(status, drawPage('This page cannot be used', body).markup);
  }
}

/** Browsers say truthfully which site a POST comes from. Only our own may, and one that does not say may not. */
function checkOwnPage({ ctx }: PageDeps, { headers }: IncomingMessage): void {
  const site = headers['sec-fetch-site'] ?? 'same-origin';
  const isJson = /^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '');
  if (headers.origin === ctx.config.server.public_url && site === 'same-origin' && isJson) return;
  throw new Forbidden(
    'other-site',
    `This did not come from Cordon's own page, so nothing was counted. Open the link exactly as you got it; its address begins with ${ctx.config.server.public_url}.`,
  );
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const body = await readBody(request);
  if (!Buffer.isBuffer(body)) throw new InvalidInput('unreadable', 'The request was not whole. Nothing was counted.');
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (cause) {
    throw new InvalidInput('unreadable', 'The request cannot be read. Nothing was counted.', { cause });
  }
}

const asPage = (status: number, body: string): Answer => ({ status, type: 'text/html; charset=utf-8', body });
const asText = (status: number, body: string): Answer => ({ status, type: 'text/plain; charset=utf-8', body });
const asJson = (status: number, body: unknown): Answer => ({
  status,
  type: 'application/json',
  body: JSON.stringify(body),
});
