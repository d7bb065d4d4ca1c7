import { describe, expect, it } from 'vitest';
import { OktaConfig } from '#src/connectors/okta/config.ts';
import { apiToken, serviceApp } from './open-okta.ts';

describe('settings', () => {
  const settings = (more: Record<string, unknown>) =>
    OktaConfig.safeParse({ org_url: 'https://acme.okta.com', auth: serviceApp, ...more });

  it.each([
    'https://acme.okta.com',
    'https://acme.okta.com/',
    'http://127.0.0.1:4000/okta',
    'http://localhost:4000/okta',
  ])('takes %s, without a slash at the end', (org_url) => {
    expect(settings({ org_url }).data?.org_url).toBe(org_url.replace(/\/$/, ''));
  });

  it.each([
    'http://acme.okta.com',
    'acme.okta.com',
    'https://me:secret@acme.okta.com',
    'https://acme-admin.okta.com',
    'ftp://a',
  ])('refuses %s', (org_url) => {
    expect(settings({ org_url }).success).toBe(false);
  });

  it('asks for all scopes Cordon needs unless told which', () => {
    const auth = settings({}).data?.auth;
    expect(auth?.method === 'private-key-jwt' && auth.scopes).toContain('okta.logs.read');
    expect(settings({ auth: { ...serviceApp, scopes: ['okta.logs.read'] } }).data?.auth).toMatchObject({
      scopes: ['okta.logs.read'],
    });
  });

  it('knows both ways to prove itself and no third', () => {
    expect(settings({ auth: apiToken }).success).toBe(true);
    expect(settings({ auth: { method: 'password' } }).success).toBe(false);
    expect(settings({ auth: { ...serviceApp, client_secret: 'x' } }).success).toBe(false);
    expect(settings({ quarantine_group_id: '00u1' }).success).toBe(false);
  });
});
