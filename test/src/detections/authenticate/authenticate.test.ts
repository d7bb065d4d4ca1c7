import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { authenticate } from '#src/detections/authenticate/index.ts';

const now = new Date('2026-11-22T08:15:00Z');
const OLD = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const NEW = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
const standard = { standard_webhooks: { secrets: [OLD, NEW] } };
const body = Buffer.from('{"class_uid":2004,"title":"Ü"}');

const signed = (secret = OLD, at = now, id = 'msg_1', content = body) => ({
  'webhook-id': id,
  'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
  'webhook-signature': new Webhook(secret).sign(id, at, content.toString('utf8')),
});
const seconds = (offset: number) => new Date(now.getTime() + offset * 1000);
const check = (headers: Record<string, string | string[] | undefined>, content: Uint8Array = body) =>
  authenticate(standard, { headers, body: content, now });

describe('Standard Webhooks, signed by its own package', () => {
  test('both live secrets are good, and the id is the delivery key', () => {
    expect(check(signed(OLD))).toEqual({ ok: true, deliveryKey: 'msg_1' });
    expect(check(signed(NEW))).toEqual({ ok: true, deliveryKey: 'msg_1' });
    expect(check(signed(`whsec_${Buffer.alloc(32, 8).toString('base64')}`)).ok).toBe(false);
  });

  test.each([-301, -300, -1, 0, 1, 300, 301])('%i seconds away', (offset) => {
    expect(check(signed(OLD, seconds(offset))).ok).toBe(Math.abs(offset) <= 300);
  });

  test('one fitting signature among several is enough; only v1 counts', () => {
    const headers = signed();
    const good = headers['webhook-signature'];
    expect(check({ ...headers, 'webhook-signature': `v1,AAAA v1a,xyz ${good}` }).ok).toBe(true);
    for (const bad of [
      good.replace('v1,', 'v2,'),
      good.replace('v1,', 'v1a,'),
      good.slice(3),
      `${good}=`,
      good.replace(' ', ''),
      'v1,',
      '',
      `v1, ${good.slice(3)}`,
    ]) {
      expect(check({ ...headers, 'webhook-signature': bad === good ? 'v1' : bad }).ok).toBe(false);
    }
  });

  test('every header is needed, once, in its form', () => {
    for (const name of Object.keys(signed())) {
      for (const value of [undefined, '', ['a', 'b'], '１', '-1', '1e9', 'Infinity']) {
        expect(check({ ...signed(), [name]: value }).ok).toBe(false);
      }
    }
    expect(check(signed(OLD, now, 'x'.repeat(201))).ok).toBe(false);
  });

  test('no changed byte, id or time survives', () => {
    fc.assert(
      fc.property(fc.nat(body.length - 1), fc.integer({ min: 1, max: 255 }), (place, flip) => {
        const changed = Buffer.from(body);
        changed.writeUInt8(changed.readUInt8(place) ^ flip, place);
        expect(check(signed(), changed).ok).toBe(false);
      }),
    );
    expect(check({ ...signed(), 'webhook-id': 'msg_2' }).ok).toBe(false);
    expect(check({ ...signed(), 'webhook-timestamp': signed(OLD, seconds(1))['webhook-timestamp'] }).ok).toBe(false);
  });

  test('bytes that are no text are compared as bytes', () => {
    const garbled = Buffer.from([0x7b, 0xff, 0x7d]);
    const alike = Buffer.from([0x7b, 0xfe, 0x7d]);
    expect(garbled.toString('utf8')).toBe(alike.toString('utf8'));
    expect(check(signed(OLD, now, 'msg_1', garbled), alike).ok).toBe(false);
  });
});

describe('a header of its own', () => {
  const auth = { header: { name: 'x-cordon-secret', values: ['the old constant value', 'the new constant value'] } };
  test.each([
    [{ 'x-cordon-secret': 'the old constant value' }, true],
    [{ 'x-cordon-secret': 'the new constant value' }, true],
    [{ 'x-cordon-secret': 'the old constant value ' }, false],
    [{ 'x-cordon-secret': 'the old constant value, the new constant value' }, false],
    [{ 'x-cordon-secret': ['the old constant value'] }, false],
    [{ 'x-cordon-secret': '' }, false],
    [{ authorization: 'Bearer the old constant value' }, false],
    [{}, false],
  ])('%o is authentic: %s', (headers, ok) => {
    expect(authenticate(auth, { headers, body, now }).ok).toBe(ok);
  });
});

describe('a bearer token', () => {
  const auth = { bearer: { tokens: ['old-token-0123456789', 'new-token-0123456789'] } };
  test.each([
    ['Bearer old-token-0123456789', true],
    ['bearer new-token-0123456789', true],
    ['Basic old-token-0123456789', false],
    ['old-token-0123456789', false],
    ['Bearer old-token-0123456789 new-token-0123456789', false],
    ['Bearer', false],
    ['Bearer ', false],
    [undefined, false],
  ])('%s is authentic: %s', (authorization, ok) => {
    const headers = authorization === undefined ? {} : { authorization };
    expect(authenticate(auth, { headers, body, now })).toMatchObject({ ok });
  });
});

test('a source without a way to prove itself never does, nor one with an empty list', () => {
  const request = { headers: { ...signed(), authorization: 'Bearer x', 'x-a': 'b' }, body, now };
  for (const auth of [
    {},
    { bearer: { tokens: [] } },
    { header: { name: 'x-a', values: [] } },
    { standard_webhooks: { secrets: [] } },
  ]) {
    expect(authenticate(auth, request).ok).toBe(false);
  }
});

test('a refusal never repeats what was presented or what is expected', () => {
  const headers = { ...signed(NEW), authorization: 'Bearer presented-token', 'webhook-id': 'other' };
  for (const auth of [
    standard,
    { bearer: { tokens: ['expected-token-1234'] } },
    { header: { name: 'x-cordon-secret', values: ['expected-token-1234'] } },
  ]) {
    expect(JSON.stringify(authenticate(auth, { headers, body, now }))).not.toMatch(
      /presented|expected-token|whsec|v1,/,
    );
  }
});

test('any headers and any bytes get an answer, and it is no', () => {
  const header = fc.constantFrom(
    'webhook-id',
    'webhook-timestamp',
    'webhook-signature',
    'authorization',
    'x-cordon-secret',
    '__proto__',
  );
  const value = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('v1,', 'Bearer ', '1795335300'),
    fc.array(fc.string()),
  );
  const kinds = fc.constantFrom(
    standard,
    { bearer: { tokens: ['expected-token-1234'] } },
    { header: { name: 'x-cordon-secret', values: ['expected-token-1234'] } },
  );
  fc.assert(
    fc.property(kinds, fc.dictionary(header, value), fc.uint8Array(), (auth, headers, bytes) => {
      expect(authenticate(auth, { headers, body: bytes, now }).ok).toBe(false);
    }),
  );
});
