import { expect, it } from 'vitest';
import { SalesforceConfig } from '#src/connectors/salesforce/config.ts';

const auth = { flow: 'client-credentials', client_id: 'id', client_secret: 'secret' };
const base_url = 'https://northwind.my.salesforce.example/';

it('takes the settings as a customer writes them', () => {
  expect(SalesforceConfig.parse({ base_url, auth })).toEqual({
    base_url: 'https://northwind.my.salesforce.example',
    auth,
    api_version: '67.0',
  });
  const jwt = { flow: 'jwt-bearer', client_id: 'id', username: 'cordon@northwind.example', private_key: 'pem' };
  expect(SalesforceConfig.parse({ base_url, auth: jwt, api_version: 68 })).toMatchObject({
    auth: jwt,
    api_version: '68.0',
  });
});

it.each([
  [{ auth }],
  [{ base_url: 'http://northwind.my.salesforce.example', auth }],
  [{ base_url: 'https://user:pass@northwind.example', auth }],
  [{ base_url, auth: { flow: 'password', username: 'a', password: 'b' } }],
  [{ base_url, auth, api_version: 'v67' }],
  [{ base_url, auth, event_monitoring: true }],
])('refuses %j', (settings) => {
  expect(SalesforceConfig.safeParse(settings).success).toBe(false);
});
