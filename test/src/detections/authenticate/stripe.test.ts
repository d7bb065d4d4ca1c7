import fc from 'fast-check';
import { expect, test } from 'vitest';
import { authenticate } from '#src/detections/authenticate/index.ts';
import { stripe } from '#test/helpers/sign-delivery.ts';
import { body, isAuthentic, now, OFFSETS, requestOf, seconds, tampered, withHeaders } from './request.ts';

const OLD = 'whsec_old_of_the_endpoint';
const NEW = 'whsec_new_of_the_endpoint';
const auth = { stripe: { secrets: [OLD, NEW] } };
const good = stripe(OLD, body, now)['stripe-signature'];
const [time, signature] = good.split(',');
const signedBy = (header: string | string[] | undefined) => withHeaders(auth, { 'stripe-signature': header });

test('both live secrets are good', () => {
  for (const secret of [0, 1]) {
    expect(authenticate(auth, requestOf(auth, { secret }))).toEqual({ ok: true, headers: 'ignored' });
  }
  expect(isAuthentic(auth, { secret: 'whsec_of_another_endpoint' })).toBe(false);
});

test.each(OFFSETS)('%i seconds away', (offset) => {
  expect(isAuthentic(auth, { at: seconds(offset) })).toBe(Math.abs(offset) <= 300);
});

test('one fitting v1 among several is enough, while Stripe signs with both', () => {
  const [, other] = stripe('whsec_of_another_endpoint', body, now)['stripe-signature'].split(',');
  expect(signedBy(`${time},${other},${signature}`)).toBe(true);
  expect(signedBy(`${time},v0=6ffbb59b,${signature}`)).toBe(true);
  expect(signedBy(`${signature},${time}`)).toBe(true);
  expect(signedBy(`${time},${other}`)).toBe(false);
});

test.each([
  ['v0 alone', good.replace('v1=', 'v0=')],
  ['no version', good.replace('v1=', '')],
  ['no time', signature],
  ['an empty time', `t=,${signature}`],
  ['two times', `${time},${time},${signature}`],
  ['another time', `t=${Number(time?.slice(2)) + 1},${signature}`],
  ['a time that is no number', `t=soon,${signature}`],
  ['a time in other digits', `t=１７９５３３５３００,${signature}`],
  ['a time with a fraction', `${time}.0,${signature}`],
  ['a shortened signature', good.slice(0, -1)],
  ['an empty signature', `${time},v1=`],
  ['spaces', good.replace(',', ', ')],
  ['a list', [good]],
  ['nothing', ''],
  ['no header', undefined],
])('%s is refused', (_, header) => {
  expect(signedBy(header)).toBe(Array.isArray(header));
});

test('no changed byte survives', () => {
  fc.assert(fc.property(tampered(body), (changed) => !isAuthentic(auth, {}, { body: changed })));
});
