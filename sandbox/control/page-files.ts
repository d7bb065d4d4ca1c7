import { existsSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import type { Route, TwinAnswer } from '#sandbox/twin.ts';

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  ts: 'text/javascript; charset=utf-8',
};

/** Blocks carry words an attacker may have written; nothing in them becomes script, and no other site frames the page. */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'self'; img-src 'self' data: https:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
};

const notFound: TwinAnswer = { status: 404, body: { error: 'not_found' } };

/** A file of the page; TypeScript loses its types on the way, so the browser runs the source. */
function serve(folder: URL, path: string): TwinAnswer {
  const ending = /^[a-z0-9-]+(?:\/[a-z0-9-]+)*\.([a-z]+)$/.exec(path)?.[1] ?? '';
  const type = TYPES[ending];
  const file = new URL(path, folder);
  if (type === undefined || !existsSync(file)) return notFound;
  const source = readFileSync(file, 'utf8');
  return {
    status: 200,
    headers: { ...HEADERS, 'content-type': type },
    body: ending === 'ts' ? stripTypeScriptTypes(source) : source,
  };
}

/** The page and what it is made of, out of `folder`. */
export const pageRoutes = (folder: URL): readonly Route[] => [
  { method: 'GET', pattern: '/', handle: () => serve(folder, 'index.html') },
  { method: 'GET', pattern: '/page/:file', handle: ({ params }) => serve(folder, params.file ?? '') },
  {
    method: 'GET',
    pattern: '/page/:inner/:file',
    handle: ({ params }) => serve(folder, `${params.inner}/${params.file}`),
  },
];
