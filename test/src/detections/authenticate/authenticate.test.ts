import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SourceAuth } from '#src/config/source-auth.ts';
import { authenticate } from '#src/detections/authenticate/index.ts';
import { unauthenticatedSources, warnOfUnauthenticated } from '#src/detections/authenticate/unauthenticated.ts';
import type { Log } from '#src/log.ts';
import { exampleConfig } from '#test/helpers/context.ts';
import { kindOf } from '#test/helpers/sign-delivery.ts';
import { asRequest, isAuthentic, kinds, live, requestOf } from './request.ts';

test('every kind there is stands in the list of these tests', () => {
  const listed = [...kinds.map(kindOf), 'unauthenticated'].sort();
  expect(listed).toEqual(Object.keys(SourceAuth.shape).sort());
});

test.each(kinds.map((auth) => [kindOf(auth), auth] as const))('%s takes its own proof and no other', (kind, auth) => {
  expect(isAuthentic(auth)).toBe(true);
  expect(isAuthentic(auth, { secret: 1 })).toBe(true);
  for (const other of kinds.filter((one) => kindOf(one) !== kind)) {
    expect(authenticate(auth, requestOf(other)).ok).toBe(false);
  }
});

test('a source without a way to prove itself never does, nor one with an empty list', () => {
  const request = asRequest({
    path: '/webhooks/siem/',
    headers: { authorization: 'Bearer x', 'x-a': 'b' },
    body: Buffer.from('{"value":[]}'),
  });
  for (const auth of [
    {},
    { bearer: { tokens: [] } },
    { header: { name: 'x-a', values: [] } },
    { basic: { username: 'x', passwords: [] } },
    { standard_webhooks: { secrets: [] } },
    { path: { secrets: [] } },
    { client_state: { values: [] } },
  ]) {
    expect(authenticate(auth, request).ok).toBe(false);
  }
});

test('a refusal never repeats what was presented or what is expected', () => {
  const presented = 'presented-by-somebody';
  for (const auth of kinds) {
    const secret = kindOf(auth) === 'standard_webhooks' ? `whsec_${Buffer.alloc(32, 7).toString('base64')}` : presented;
    const verdict = authenticate(auth, requestOf(auth, { secret }));
    expect(verdict).toEqual({ ok: false, reason: expect.any(String) });
    expect(JSON.stringify(verdict)).not.toMatch(/presented|expected|whsec|v1,/);
  }
});

test('any request gets an answer, and it is no', () => {
  const header = fc.constantFrom(
    ...['webhook-id', 'webhook-timestamp', 'webhook-signature', 'authorization', 'x-cordon-secret', 'x-signature'],
    ...['stripe-signature', 'x-hubspot-signature-v3', 'x-hubspot-request-timestamp', 'x-hubspot-signature'],
    ...['x-hubspot-signature-version', '__proto__'],
  );
  const value = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('v1,', 'Bearer ', 'Basic ', 't=1795335300,v1=', 'v1', '1795335300', '1795335300000', '='),
    fc.array(fc.string()),
  );
  const bytes = fc.oneof(
    fc.uint8Array(),
    fc.json().map((text) => Buffer.from(text)),
  );
  const url = fc.oneof(
    fc.webPath(),
    fc.string(),
    fc.string().map((rest) => `/webhooks/siem/${rest}`),
  );
  fc.assert(
    fc.property(fc.constantFrom(...kinds), fc.dictionary(header, value), bytes, url, (auth, headers, body, path) => {
      expect(authenticate(auth, { ...asRequest({ path, headers: {}, body: Buffer.from(body) }), headers }).ok).toBe(
        false,
      );
    }),
  );
});

test('sources without authentication are known by name, and the log says so at every start', () => {
  const open = { shape: 'ocsf', auth: { unauthenticated: 'accept-the-risk' } } as const;
  const sources = { open, siem: { shape: 'ocsf', auth: { bearer: { tokens: live } } }, wide: open };
  expect(unauthenticatedSources({ sources })).toEqual(['open', 'wide']);
  const warned: unknown[] = [];
  const log = { warn: (about: unknown) => void warned.push(about) } as unknown as Log;
  warnOfUnauthenticated({ config: { ...exampleConfig, sources }, log });
  expect(warned).toEqual([{ source: 'open' }, { source: 'wide' }]);
});
