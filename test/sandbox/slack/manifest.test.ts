import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { Manifest } from '#sandbox/slack/manifest.ts';
import { judgesDir, readJudge } from '#test/helpers/judges.ts';
import { skipReason } from '#test/helpers/require-or-skip.ts';

const judges = judgesDir();
const raw: unknown = JSON.parse(readFileSync(new URL('../../../slack-manifest.json', import.meta.url), 'utf8'));
const manifest = Manifest.parse(raw);

describe('slack-manifest.json', () => {
  test.skipIf(judges === undefined && skipReason('no judges/slack/manifest.schema.json'))(
    'is a manifest by Slack’s own schema',
    () => {
      const schema = readJudge(String(judges), 'slack/manifest.schema.json') as object;
      const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
      expect(validate(raw), JSON.stringify(validate.errors)).toBe(true);
    },
  );

  test('asks for no history and no files', () => {
    expect(manifest.oauth_config.scopes.bot.filter((scope) => /history|files/.test(scope))).toEqual([]);
  });

  test('hears of its own messages, which is how a lost answer is found again', () => {
    const { bot_events, metadata_subscriptions } = manifest.settings.event_subscriptions;
    expect(bot_events).toContain('message_metadata_posted');
    expect(metadata_subscriptions).toEqual([{ app_id: '*', event_type: 'cordon_message' }]);
    expect(manifest.oauth_config.scopes.bot).toContain('metadata.message:read');
  });
});
