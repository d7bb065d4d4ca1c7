import { readFileSync } from 'node:fs';
import { createRequire, stripTypeScriptTypes } from 'node:module';
import { pathToFileURL } from 'node:url';

export interface Asset {
  type: string;
  body: string;
}

const library = pathToFileURL(createRequire(import.meta.url).resolve('@simplewebauthn/browser'));
const own = (file: string): URL => new URL(`browser/${file}`, import.meta.url);

const FILES: Readonly<Record<string, URL>> = {
  'style.css': own('style.css'),
  'step-up.ts': own('step-up.ts'),
  'enrol.ts': own('enrol.ts'),
  'ask.ts': own('ask.ts'),
  'webauthn.js': new URL('../dist/bundle/index.umd.min.js', library),
};

const read = new Map<string, Asset>();

/** A file of the pages, from this server and nowhere else. TypeScript loses its types on the way. */
export function findAsset(path: string): Asset | undefined {
  const name = path.startsWith('/pages/assets/') ? path.slice('/pages/assets/'.length) : '';
  const file = Object.hasOwn(FILES, name) ? FILES[name] : undefined;
  if (!file) return undefined;
  const known = read.get(name);
  if (known) return known;
  const source = readFileSync(file, 'utf8');
  const type = name.endsWith('.css') ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8';
  const asset = { type, body: name.endsWith('.ts') ? stripTypeScriptTypes(source) : source };
  read.set(name, asset);
  return asset;
}
