import { describe, expect, it } from 'vitest';
import { QuickbooksConfig } from '#src/connectors/quickbooks/config.ts';
import { settings } from './stage.ts';

const problem = (change: object) => QuickbooksConfig.safeParse({ ...settings, ...change }).error?.issues[0]?.message;

describe('settings', () => {
  it('speaks to production unless told otherwise', () => {
    const { api_url: _, token_url: __, ...least } = settings;
    expect(QuickbooksConfig.parse(least)).toMatchObject({
      api_url: 'https://quickbooks.api.intuit.com',
      token_url: 'https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer',
    });
  });

  it.each([
    [{ realm_id: 9130357841 }, 'must be in quotes'],
    [{ realm_id: 'northwind' }, 'is not a company id'],
    [{ currency: 'euro' }, 'is not a currency code'],
    [{ timezone: 'Mars/Olympus' }, 'is not a time zone'],
    [{ api_url: 'http://quickbooks.api.intuit.com' }, 'must be an https address'],
    [{ token_url: 'https://user:pass@tokens.test' }, 'must be an https address'],
    [{ refresh_token: '' }, 'empty.'],
  ])('refuses %j', (change, words) => {
    expect(problem(change)).toContain(words);
  });

  it.each(['http://127.0.0.1:4000/quickbooks/', 'http://localhost:4000/quickbooks'])(
    'takes the sandbox at %s',
    (api_url) => {
      expect(QuickbooksConfig.parse({ ...settings, api_url }).api_url).toMatch(/\/quickbooks$/);
    },
  );
});
