import nock from 'nock';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';

export const ORG = 'https://acme.okta.test';
export const MARA = '00udemo0008abcdefgh';

/** Intercepts every call of a test file: what is not mocked fails at once, what is mocked and not called fails at the end. */
export function fakeOkta(): nock.Scope {
  beforeAll(() => nock.disableNetConnect());
  afterEach(() => {
    const pending = nock.pendingMocks();
    nock.cleanAll();
    expect(pending).toEqual([]);
  });
  afterAll(() => {
    nock.enableNetConnect();
    nock.restore();
  });
  return nock(ORG);
}

export const user = (status = 'ACTIVE') => ({
  id: MARA,
  status,
  profile: { login: 'mara.ito@northwind.example', firstName: 'Mara', lastName: 'Ito' },
});

export const refusal = (errorCode: string, cause = 'its own words') => ({
  errorCode,
  errorSummary: 'Api validation failed',
  errorCauses: [{ errorSummary: cause }],
});

export const token = (value: string, token_type = 'DPoP', expires_in = 3600) => ({
  access_token: value,
  token_type,
  expires_in,
  scope: 'okta.users.read okta.logs.read',
});
