import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commonErrors, methods } from '#sandbox/slack/methods.ts';
import { judgesDir, readJudge } from '#test/helpers/judges.ts';
import { skipReason } from '#test/helpers/require-or-skip.ts';
import { startTestSandbox, type TestSandbox } from './slack-server.ts';

interface JudgedMethod {
  args: Record<string, { required?: boolean }>;
  errors: string[];
  scopes: { bot?: { name: string }[] };
}

const judges = judgesDir();
const manifestWith = (scopes: readonly string[]) => ({
  features: {},
  oauth_config: { scopes: { bot: scopes } },
  settings: {},
});
const rules = Object.entries(methods);

describe.skipIf(judges === undefined && skipReason('no judges/slack/methods.json'))('the method table', () => {
  const read = (file: string) => (judges === undefined ? {} : readJudge(judges, `slack/${file}`));
  const judged = read('methods.json') as Record<string, JudgedMethod>;
  const tiers = read('rate-limit-tiers.json') as Record<string, string>;

  test.each(rules)('%s exists', (name) => {
    expect(Object.keys(judged)).toContain(name);
  });

  test.each(rules)('%s demands what Slack demands', (name, rule) => {
    const required = Object.entries(judged[name]?.args ?? {}).filter(([, argument]) => argument.required);
    expect(rule.required).toEqual(required.map(([argument]) => argument));
  });

  test.each(rules)('%s answers only errors Slack lists', (name, rule) => {
    const allowed: readonly string[] = [...(judged[name]?.errors ?? []), ...commonErrors];
    expect(rule.errors.filter((error) => !allowed.includes(error))).toEqual([]);
  });

  test.each(rules)('%s asks for a scope where Slack does', (name, rule) => {
    const scopes: readonly string[] = judged[name]?.scopes.bot?.map((scope) => scope.name) ?? [];
    expect(rule.scopes.filter((scope) => !scopes.includes(scope))).toEqual([]);
    expect(rule.scopes.length > 0).toBe(scopes.length > 0);
  });

  test.each(rules)('%s has the tier Slack gives it', (name, rule) => {
    const expected = typeof rule.tier === 'number' ? `Tier${rule.tier}` : expect.stringMatching(/special/i);
    expect(tiers[name]).toEqual(expected);
  });
});

describe('a method over HTTP', () => {
  let unscoped: TestSandbox;
  let scoped: TestSandbox;

  beforeAll(async () => {
    const all = [...new Set(rules.flatMap(([, rule]) => rule.scopes))];
    unscoped = await startTestSandbox({ manifest: manifestWith([]) });
    scoped = await startTestSandbox({ manifest: manifestWith(all) });
  });
  afterAll(() => Promise.all([unscoped.stop(), scoped.stop()]));

  test.each(rules.filter(([, rule]) => rule.scopes.length > 0))('%s is closed without a scope', async (name) => {
    expect(await unscoped.api(name)).toMatchObject({ ok: false, error: 'missing_scope', provided: '' });
  });

  test.each(rules.flatMap(([name, rule]) => rule.required.map((missing) => [name, missing, rule.required] as const)))(
    '%s is refused without %s',
    async (name, missing, required) => {
      const args = Object.fromEntries(required.filter((arg) => arg !== missing).map((arg) => [arg, 'x']));
      expect(await scoped.api(name, args)).toEqual({
        ok: false,
        error: 'invalid_arguments',
        response_metadata: { messages: [`[ERROR] missing required field: ${missing}`] },
      });
    },
  );
});
