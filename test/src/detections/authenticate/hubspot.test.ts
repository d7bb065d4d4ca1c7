import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { authenticate } from '#src/detections/authenticate/index.ts';
import { hubspot, hubspotVersion1 } from '#test/helpers/sign-delivery.ts';
import { body, isAuthentic, now, OFFSETS, requestOf, seconds, tampered, withHeaders } from './request.ts';

const url = 'https://cordon.example/webhooks/hubspot';
const OLD = 'old-client-secret-1';
const NEW = 'new-client-secret-2';
const auth = { hubspot: { client_secrets: [OLD, NEW], url } };

/** From the tests of HubSpot's own libraries for Python and Ruby, and from its page for version 1. */
describe('what HubSpot publishes', () => {
  const published = {
    hubspot: {
      client_secrets: ['yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy'],
      url: 'https://www.example.com/webhook_uri',
    },
  };
  const content = Buffer.from("{'example_field':'example_value'}");
  test.each([
    ['1693657560000', 'K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y='],
    ['1700000300000', 'RnbPH7+UMKVkbV32P8bz450N4M56aPmcru1+D3kSDtw='],
  ])('version 3 at %s', (timestamp, signature) => {
    const headers = { 'x-hubspot-request-timestamp': timestamp, 'x-hubspot-signature-v3': signature };
    const sent = { url: '/webhooks/hubspot', headers, body: content };
    expect(isAuthentic(published, {}, { ...sent, now: new Date(Number(timestamp) + 1000) })).toBe(true);
    expect(isAuthentic(published, {}, { ...sent, now: new Date(Number(timestamp) + 300_001) })).toBe(false);
  });

  test('version 1', () => {
    const event =
      '[{"eventId":1,"subscriptionId":12345,"portalId":62515,"occurredAt":1564113600000,"subscriptionType":"contact.creation","attemptNumber":0,"objectId":123,"changeSource":"CRM","changeFlag":"NEW","appId":54321}]';
    const headers = {
      'x-hubspot-signature-version': 'v1',
      'x-hubspot-signature': '232db2615f3d666fe21a8ec971ac7b5402d33b9a925784df3ca654d05f4817de',
    };
    expect(isAuthentic(published, {}, { headers, body: Buffer.from(event) })).toBe(true);
  });
});

describe('version 3', () => {
  test('both live secrets are good', () => {
    for (const secret of [0, 1]) {
      expect(authenticate(auth, requestOf(auth, { secret }))).toEqual({ ok: true, headers: 'ignored' });
    }
    expect(isAuthentic(auth, { secret: 'secret-of-another-app' })).toBe(false);
  });

  test.each(OFFSETS)('%i seconds away', (offset) => {
    expect(isAuthentic(auth, { at: seconds(offset) })).toBe(Math.abs(offset) <= 300);
  });

  test('the address HubSpot was given counts, not the one behind the proxy', () => {
    const { headers } = requestOf(auth);
    expect(isAuthentic(auth, {}, { headers, url: '/another/path' })).toBe(true);
    for (const other of [
      'http://cordon.example/webhooks/hubspot',
      `${url}/`,
      'https://cordon.example/webhooks/other',
    ]) {
      expect(withHeaders({ hubspot: { ...auth.hubspot, url: other } }, headers)).toBe(false);
    }
  });

  test('the query is signed as well: decoded as HubSpot’s page says, or as its libraries do', () => {
    const query = '?to=a%3Ab%2Fc%3f%40%21%24%27%28%29%2A%2C%3B&keep=%20%26%3D%2B';
    const decoded = "?to=a:b/c?@!$'()*,;&keep=%20%26%3D%2B";
    for (const signed of [query, decoded]) {
      const headers = hubspot(OLD, `${url}${signed}`, body, now);
      expect(isAuthentic(auth, {}, { headers, url: `/webhooks/hubspot${query}` })).toBe(true);
      expect(isAuthentic(auth, {}, { headers, url: '/webhooks/hubspot' })).toBe(false);
    }
    const everything = hubspot(OLD, `${url}${decodeURIComponent(query)}`, body, now);
    expect(isAuthentic(auth, {}, { headers: everything, url: `/webhooks/hubspot${query}` })).toBe(false);
  });

  test('method, time and every byte of the body are signed', () => {
    expect(isAuthentic(auth, {}, { method: 'PUT' })).toBe(false);
    const later = hubspot(OLD, url, body, seconds(1))['x-hubspot-request-timestamp'];
    expect(withHeaders(auth, { ...hubspot(OLD, url, body, now), 'x-hubspot-request-timestamp': later })).toBe(false);
    fc.assert(fc.property(tampered(body), (changed) => !isAuthentic(auth, {}, { body: changed })));
  });

  test.each(['', 'soon', '-1', '1e12', '１', undefined, ['1', '2']])('a timestamp that is %s', (timestamp) => {
    const at = hubspot(OLD, url, body, now);
    expect(withHeaders(auth, { ...at, 'x-hubspot-request-timestamp': timestamp })).toBe(false);
  });
});

describe('version 1', () => {
  const headers = hubspotVersion1(OLD, body);

  test('counts when there is no version 3 and HubSpot says it is version 1', () => {
    expect(withHeaders(auth, headers)).toBe(true);
    expect(withHeaders(auth, hubspotVersion1(NEW, body))).toBe(true);
    expect(withHeaders(auth, hubspotVersion1('secret-of-another-app', body))).toBe(false);
  });

  test('never stands in for a version 3 that does not fit', () => {
    const stale = hubspot(OLD, url, body, seconds(-301));
    for (const version3 of [stale, { 'x-hubspot-signature-v3': '' }, { 'x-hubspot-signature-v3': 'AAAA' }]) {
      expect(withHeaders(auth, { ...headers, ...version3 })).toBe(false);
    }
  });

  test.each(['v2', 'V1', '', undefined])('does not count as version %s', (version) => {
    expect(withHeaders(auth, { ...headers, 'x-hubspot-signature-version': version })).toBe(false);
  });

  test('covers every byte of the body', () => {
    fc.assert(fc.property(tampered(body), (changed) => !isAuthentic(auth, {}, { headers, body: changed })));
  });
});
