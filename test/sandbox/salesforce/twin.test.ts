import { afterEach, beforeEach, expect, it } from 'vitest';
import { people } from '#sandbox/company.ts';
import { seedAppExfiltration, seedQuarterlyExport } from '#sandbox/vendors/salesforce/seed.ts';
import { type Organisation, openOrganisation } from './organisation.ts';

let org: Organisation;
let token: string;

beforeEach(async () => {
  org = await openOrganisation();
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: 'demo', client_secret: 'demo' });
  const minted = await fetch(`${org.url}/services/oauth2/token`, { method: 'POST', body: form });
  token = ((await minted.json()) as { access_token: string }).access_token;
});
afterEach(() => org.close());

const get = async (path: string, headers: Record<string, string> = {}) => {
  const response = await fetch(org.url + path, { headers: { authorization: `Bearer ${token}`, ...headers } });
  return { status: response.status, headers: response.headers, body: await response.json() };
};
const query = (soql: string, headers?: Record<string, string>) =>
  get(`/services/data/v67.0/query?q=${encodeURIComponent(soql)}`, headers);

it.each([
  ["SELECT Id FROM ApiEvent WHERE UserId = '005'", 'INVALID_FIELD'],
  ['SELECT EventDate FROM ReportEvent ORDER BY RowsProcessed', 'INVALID_FIELD'],
  ["SELECT Id FROM LoginHistory WHERE Application = 'Browser'", 'INVALID_FIELD'],
  ['SELECT Id, Shoes FROM User', 'INVALID_FIELD'],
  ['SELECT Id FROM Contact', 'INVALID_TYPE'],
  ['SELECT Id FROM User GROUP BY Id', 'MALFORMED_QUERY'],
])('refuses %s', async (soql, errorCode) => {
  const { status, body } = await query(soql);
  expect([status, body]).toEqual([400, [{ errorCode, message: expect.any(String) }]]);
});

it('writes times and relationships as Salesforce does', async () => {
  const soql = `SELECT CreatedDate, CreatedBy.Name, DelegateUser FROM SetupAuditTrail ORDER BY CreatedDate LIMIT 1`;
  const { body, headers } = await query(soql);
  expect(body).toEqual({
    totalSize: 1,
    done: true,
    records: [
      {
        attributes: { type: 'SetupAuditTrail' },
        CreatedDate: expect.stringMatching(/^2026-10-\d\dT[\d:.]+\+0000$/),
        CreatedBy: { Name: people.sam.name },
        DelegateUser: null,
      },
    ],
  });
  expect(headers.get('sforce-limit-info')).toBe('api-usage=18764/100000');
});

it('pages by locator', async () => {
  const soql = 'SELECT Id, LoginTime FROM LoginHistory ORDER BY LoginTime DESC';
  const first = await query(soql, { 'sforce-query-options': 'batchSize=200' });
  expect(first.body).toMatchObject({
    done: false,
    records: { length: 200 },
    nextRecordsUrl: expect.stringMatching(/^\/services\/data\/v67\.0\/query\/01g\w+-200$/),
  });
  const second = await get((first.body as { nextRecordsUrl: string }).nextRecordsUrl, {
    'sforce-query-options': 'batchSize=200',
  });
  expect(second.body).toMatchObject({ done: true, totalSize: (first.body as { totalSize: number }).totalSize });
  expect((await get('/services/data/v67.0/query/01gnone-200')).body).toMatchObject([
    { errorCode: 'INVALID_QUERY_LOCATOR' },
  ]);
});

it('accepts an Id of 15 characters and compares text without case', async () => {
  const { body } = await query(
    `SELECT Id FROM User WHERE Id = '${people.mara.salesforceId.slice(0, 15)}' AND Email = 'MARA.ITO@northwind.example'`,
  );
  expect(body).toMatchObject({ totalSize: 1, records: [{ Id: people.mara.salesforceId }] });
});

it('knows its sessions', async () => {
  const invalid = [401, [{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }]];
  const unknown = await get('/services/data/v67.0/limits', { authorization: 'Bearer nobody' });
  expect([unknown.status, unknown.body]).toEqual(invalid);
  org.world.advance(2 * 3_600_000 + 1);
  const expired = await get('/services/data/v67.0/limits');
  expect([expired.status, expired.body]).toEqual(invalid);
});

it('stops at the end of the quota', async () => {
  org.state.apiRequests.used = org.state.apiRequests.max;
  const { status, body } = await get('/services/data/v67.0/limits');
  expect([status, body]).toEqual([
    403,
    [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded.' }],
  ]);
});

it('revokes once', async () => {
  const [grant] = org.state.grants;
  const revoke = () =>
    fetch(`${org.url}/services/oauth2/revoke`, {
      method: 'POST',
      body: new URLSearchParams({ token: grant?.deleteToken ?? '' }),
    });
  expect((await revoke()).status).toBe(200);
  const again = await revoke();
  expect([again.status, await again.json()]).toEqual([
    400,
    { error: 'invalid_token', error_description: 'invalid token' },
  ]);
});

it('keeps its state as plain JSON, small and the same every time', async () => {
  seedAppExfiltration(org.world);
  seedQuarterlyExport(org.world);
  const kept = JSON.stringify(org.state);
  expect(JSON.parse(kept)).toEqual(org.state);
  expect(kept.length).toBeLessThan(40_000);
  const other = await openOrganisation();
  seedAppExfiltration(other.world);
  seedQuarterlyExport(other.world);
  await other.close();
  expect(other.state.apiCalls.map(({ when, rows }) => [when, rows])).toEqual(
    org.state.apiCalls.map(({ when, rows }) => [when, rows]),
  );
});

it('shows on the panel whom the seeds are about', () => {
  expect(org.twin.panel()).toEqual([]);
  seedAppExfiltration(org.world);
  seedQuarterlyExport(org.world);
  expect(org.twin.panel()).toEqual([
    { label: 'Mara Ito', value: 'active', tone: 'ok' },
    { label: 'Grants of My Ticket Portal', value: '2', tone: 'bad' },
    { label: 'Live sessions of Mara Ito', value: '3', tone: 'bad' },
    { label: 'Rui Costa', value: 'active', tone: 'ok' },
    { label: 'Grants of Data Loader', value: '1', tone: 'ok' },
    { label: 'Live sessions of Rui Costa', value: '1', tone: 'ok' },
  ]);
});
