import { generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { authenticate } from '#src/detections/authenticate/index.ts';
import { standardWebhooks } from '#test/helpers/sign-delivery.ts';
import { body, isAuthentic, now, OFFSETS, requestOf, seconds, tampered, withHeaders } from './request.ts';

const OLD = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const NEW = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
const auth = { standard_webhooks: { secrets: [OLD, NEW] } };
const signed = (secret = OLD, at = now, id = 'msg_1', content = body) => standardWebhooks(secret, id, content, at);

describe('v1, signed by its own package', () => {
  test('both live secrets are good, and the id, which is signed, is the delivery key', () => {
    for (const secret of [0, 1]) {
      const verdict = authenticate(auth, requestOf(auth, { secret, id: 'msg_1' }));
      expect(verdict).toEqual({ ok: true, deliveryKey: 'msg_1', headers: 'count' });
    }
    expect(isAuthentic(auth, { secret: `whsec_${Buffer.alloc(32, 8).toString('base64')}` })).toBe(false);
  });

  test.each(OFFSETS)('%i seconds away', (offset) => {
    expect(isAuthentic(auth, { at: seconds(offset) })).toBe(Math.abs(offset) <= 300);
  });

  test('one fitting signature among several is enough; only v1 counts', () => {
    const headers = signed();
    const good = headers['webhook-signature'];
    expect(withHeaders(auth, { ...headers, 'webhook-signature': `v1,AAAA v1a,xyz ${good}` })).toBe(true);
    for (const bad of [
      good.replace('v1,', 'v2,'),
      good.replace('v1,', 'v1a,'),
      good.slice(3),
      `${good}=`,
      `${good},`,
      'v1,',
      '',
      `v1, ${good.slice(3)}`,
    ]) {
      expect(withHeaders(auth, { ...headers, 'webhook-signature': bad })).toBe(false);
    }
  });

  test('every header is needed, once, in its form', () => {
    for (const name of Object.keys(signed())) {
      for (const value of [undefined, '', ['a', 'b'], '１', '-1', '1e9', 'Infinity', '1795335300.0']) {
        expect(withHeaders(auth, { ...signed(), [name]: value })).toBe(false);
      }
    }
    expect(isAuthentic(auth, { id: 'x'.repeat(201) })).toBe(false);
  });

  test('an id cannot be one of the keys Cordon gives deliveries without an id', () => {
    expect(isAuthentic(auth, { id: 'sha256:0a1b' })).toBe(false);
    expect(isAuthentic(auth, { id: 'sha256+headers:0a1b' })).toBe(false);
  });

  test('no changed byte, id or time survives', () => {
    fc.assert(fc.property(tampered(body), (changed) => !isAuthentic(auth, {}, { body: changed })));
    expect(withHeaders(auth, { ...signed(), 'webhook-id': 'msg_2' })).toBe(false);
    const later = signed(OLD, seconds(1))['webhook-timestamp'];
    expect(withHeaders(auth, { ...signed(), 'webhook-timestamp': later })).toBe(false);
  });

  test('bytes that are no text are compared as bytes', () => {
    const garbled = Buffer.from([0x7b, 0xff, 0x7d]);
    const alike = Buffer.from([0x7b, 0xfe, 0x7d]);
    expect(garbled.toString('utf8')).toBe(alike.toString('utf8'));
    expect(isAuthentic(auth, { body: garbled }, { body: alike })).toBe(false);
  });
});

describe('v1a, signed with ed25519', () => {
  // From the tests of Svix's server, which the scheme comes from.
  const svix = { standard_webhooks: { secrets: ['whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4='] } };
  const published = {
    headers: {
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature':
        'v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==',
    },
    body: Buffer.from('{"test": 2432232314}'),
    now: new Date(1_614_265_330_000),
  };

  test('the published example', () => {
    expect(isAuthentic(svix, {}, published)).toBe(true);
    expect(isAuthentic(svix, {}, { ...published, now: new Date(1_614_265_631_000) })).toBe(false);
    expect(isAuthentic(svix, {}, { ...published, body: Buffer.from('{"test": 2432232315}') })).toBe(false);
    expect(isAuthentic(auth, {}, published)).toBe(false);
  });

  const pair = () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const bytes = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
    const content = Buffer.concat([Buffer.from(`msg_1.${Math.floor(now.getTime() / 1000)}.`), body]);
    const signature = `v1a,${sign(null, content, privateKey).toString('base64')}`;
    return { publicKey: `whpk_${bytes.toString('base64')}`, headers: { ...signed(), 'webhook-signature': signature } };
  };

  test('a new key beside an old one, and a public key beside a secret', () => {
    const [old, next] = [pair(), pair()];
    const both = { standard_webhooks: { secrets: [old.publicKey, next.publicKey] } };
    const mixed = { standard_webhooks: { secrets: [OLD, next.publicKey] } };
    for (const [live, headers, ok] of [
      [both, old.headers, true],
      [both, next.headers, true],
      [both, signed(), false],
      [mixed, signed(), true],
      [mixed, next.headers, true],
      [mixed, old.headers, false],
    ] as const) {
      expect(withHeaders(live, headers)).toBe(ok);
    }
  });

  test('no changed byte of body or signature survives', () => {
    const { publicKey, headers } = pair();
    const own = { standard_webhooks: { secrets: [publicKey] } };
    fc.assert(fc.property(tampered(body), (changed) => !isAuthentic(own, {}, { headers, body: changed })));
    const signature = Buffer.from(headers['webhook-signature'].slice(4), 'base64');
    fc.assert(
      fc.property(tampered(signature), (changed) => {
        const forged = { ...headers, 'webhook-signature': `v1a,${changed.toString('base64')}` };
        return !withHeaders(own, forged);
      }),
    );
  });

  test('the public key is no HMAC secret', () => {
    const { publicKey } = pair();
    const forged = standardWebhooks(`whsec_${publicKey.slice(5)}`, 'msg_1', body, now);
    expect(withHeaders({ standard_webhooks: { secrets: [publicKey] } }, forged)).toBe(false);
  });
});
