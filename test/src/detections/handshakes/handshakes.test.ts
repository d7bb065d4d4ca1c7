import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Source } from '#src/config/schema.ts';
import type { HandshakeRequest } from '#src/detections/handshakes/handshake.ts';
import { handshakes, shakeHands } from '#src/detections/handshakes/index.ts';
import { senders } from '#src/detections/senders/index.ts';
import { camel, namesIn } from '#test/contracts/source.ts';

const auth = { bearer: { tokens: ['a-token-nobody-shows-here'] } };
const ask = (shape: string, more: Partial<HandshakeRequest>, source: Partial<Source> = {}) =>
  shakeHands(
    { shape, auth, ...source },
    { method: 'GET', url: '/webhooks/s', headers: {}, remoteAddress: '203.0.113.7', ...more },
  );
const okta: Partial<HandshakeRequest> = { headers: { 'x-okta-verification-challenge': 'abc-123' } };
const graph: Partial<HandshakeRequest> = { method: 'POST', url: '/webhooks/s?validationToken=abc-123' };
const cloudevents: Partial<HandshakeRequest> = {
  method: 'OPTIONS',
  headers: { 'webhook-request-origin': 'eventgrid.azure.net' },
};

test('every file is a handshake of its name, in the list, and belongs to a sender', async () => {
  const names = namesIn('src/detections/handshakes', ['index', 'handshake']);
  expect(handshakes.map(({ shape }) => shape).sort()).toEqual(names);
  for (const name of names) {
    const module = await import(new URL(`../../../../src/detections/handshakes/${name}.ts`, import.meta.url).href);
    expect(Object.entries(module)).toEqual([[camel(name), handshakes.find(({ shape }) => shape === name)]]);
  }
  const known = senders.map(({ id }) => id);
  expect(names.filter((name) => !known.includes(name))).toEqual([]);
});

test.each([
  ['okta-event-hook', okta],
  ['graph', graph],
  ['cloudevents', cloudevents],
])('only a source of shape %s answers its question', (own, question) => {
  expect(ask(own, question)?.status).toBe(200);
  for (const shape of ['okta-event-hook', 'graph', 'cloudevents', 'ocsf', 'cordon', 'none'].filter(
    (one) => one !== own,
  )) {
    expect(ask(shape, question)).toBeUndefined();
  }
  for (const method of ['GET', 'POST', 'OPTIONS', 'PUT', 'HEAD', ''].filter(
    (one) => one !== (question.method ?? 'GET'),
  )) {
    expect(ask(own, { ...question, method })).toBeUndefined();
  }
});

test('where the address holds a secret, it has to be the right one', () => {
  const path = { auth: { path: { secrets: ['secret-of-the-address'], allow_from: ['203.0.113.0/24'] } } };
  for (const [url, status] of [
    ['/webhooks/s/secret-of-the-address?validationToken=x', 200],
    ['/webhooks/s/another-secret-at-all?validationToken=x', undefined],
    ['/webhooks/s?validationToken=x', undefined],
  ] as const) {
    expect(ask('graph', { ...graph, url }, path)?.status).toBe(status);
  }
  const url = '/webhooks/s/secret-of-the-address?validationToken=x';
  expect(ask('graph', { ...graph, url, remoteAddress: '198.51.100.1' }, path)).toBeUndefined();
});

describe('Okta', () => {
  const challenge = (value: string | string[] | undefined) =>
    ask('okta-event-hook', { headers: { 'x-okta-verification-challenge': value } });

  test('gets its challenge back as JSON', () => {
    expect(challenge('abc "123" <b>')).toEqual({
      status: 200,
      headers: { 'x-content-type-options': 'nosniff' },
      body: { verification: 'abc "123" <b>' },
    });
  });

  test.each([undefined, '', ['a', 'b'], 'x'.repeat(1025)])('without a challenge it is no handshake: %s', (value) => {
    expect(challenge(value)).toBeUndefined();
  });
});

describe('Microsoft Graph', () => {
  const token = (query: string) => ask('graph', { method: 'POST', url: `/webhooks/s?${query}` });
  const plain = { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' };

  test('gets its token back, decoded, as plain text', () => {
    const query =
      'validationToken=Validation%3a+Testing+client+application%20reachability+Request-Id%3A+522a8e7e%2D096a';
    const body = 'Validation: Testing client application reachability Request-Id: 522a8e7e-096a';
    expect(token(query)).toEqual({ status: 200, headers: plain, body });
    expect(token(`a=b&${query}&c=d`)?.body).toBe(body);
    expect(token(`validationToken=${'x'.repeat(1024)}`)?.status).toBe(200);
  });

  test.each([
    '%3Cscript%3Ealert(1)%3C%2Fscript%3E',
    'a%3Eb',
    'a%0D%0Ab',
    'a%00',
    '%C3%9C',
    '%FF',
    '',
    'x'.repeat(1025),
  ])('does not get %s back', (value) => {
    expect(token(`validationToken=${value}`)).toEqual({
      status: 400,
      headers: plain,
      body: 'This is no validation token.',
    });
  });

  test.each(['', 'validationtoken=x', 'token=x'])('an ordinary notification is no handshake: ?%s', (query) => {
    expect(token(query)).toBeUndefined();
  });

  test('never answers with markup, whatever is asked', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const answer = token(`validationToken=${encodeURIComponent(value.toWellFormed())}`);
        return !/[<>]/.test(String(answer?.body));
      }),
    );
  });
});

describe('CloudEvents', () => {
  const permission = (headers: HandshakeRequest['headers']) => ask('cloudevents', { method: 'OPTIONS', headers });

  test('is allowed to send, as fast as it asks and Cordon can', () => {
    for (const [asked, allowed] of [
      ['120', '120'],
      ['3000', '3000'],
      ['3001', '3000'],
      [undefined, '3000'],
      ['0', '3000'],
      ['-1', '3000'],
      ['1e3', '3000'],
      ['9'.repeat(400), '3000'],
    ] as const) {
      const headers = { 'webhook-request-origin': 'eventgrid.azure.net', 'webhook-request-rate': asked };
      expect(permission(headers)).toEqual({
        status: 200,
        headers: {
          allow: 'POST',
          'webhook-allowed-origin': 'eventgrid.azure.net',
          'webhook-allowed-rate': allowed,
          'x-content-type-options': 'nosniff',
        },
      });
    }
  });

  test.each([
    undefined,
    '',
    '*',
    'https://a.example',
    'a.example, b.example',
    'a.example/x',
    '-a',
    ['a', 'b'],
    'a'.repeat(300),
  ])('is not allowed without a name for itself: %s', (origin) => {
    expect(permission({ 'webhook-request-origin': origin })).toBeUndefined();
  });
});
