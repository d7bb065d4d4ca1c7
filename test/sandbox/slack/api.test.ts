import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { company } from '#sandbox/company.ts';
import { callApi, startTestSandbox, type TestSandbox } from './slack-server.ts';
import { wideManifest } from './wide-manifest.ts';

const divider = { type: 'divider' };

let slack: TestSandbox;
beforeEach(async () => {
  slack = await startTestSandbox({ manifest: wideManifest });
});
afterEach(() => slack.stop());

const post = (args: object = {}) => slack.api('chat.postMessage', { channel: 'C0TRIAGE', text: 'hello', ...args });

describe('who is calling', () => {
  test('no token, a wrong one, an unknown method: all HTTP 200', async () => {
    const bare = await fetch(`${slack.url}/slack/api/auth.test`, { method: 'POST' });
    expect([bare.status, await bare.json()]).toEqual([200, { ok: false, error: 'not_authed' }]);
    expect(await callApi(slack.url, 'auth.test', {}, 'xoxb-else')).toEqual({ ok: false, error: 'invalid_auth' });
    expect(await slack.api('chat.shout')).toMatchObject({ ok: false, error: 'unknown_method' });
    expect(await slack.api('auth.test')).toMatchObject({ ok: true, user_id: company.botUserId, bot_id: company.botId });
  });

  test('the scopes the app has travel in a header', async () => {
    const headers = { authorization: 'Bearer xoxb-demo' };
    const response = await fetch(`${slack.url}/slack/api/auth.test`, { method: 'POST', headers });
    expect(response.headers.get('x-oauth-scopes')?.split(',')).toContain('chat:write');
  });

  test('a form with JSON in its fields, as the SDK sends it', async () => {
    const body = new URLSearchParams({ channel: 'C0TRIAGE', text: 'hi', blocks: JSON.stringify([divider]) });
    const headers = { authorization: 'Bearer xoxb-demo' };
    const response = await fetch(`${slack.url}/slack/api/chat.postMessage`, { method: 'POST', headers, body });
    expect(await response.json()).toMatchObject({ ok: true, message: { blocks: [{ type: 'divider' }] } });
  });
});

describe('small things', () => {
  test('reactions and pins once each', async () => {
    const { ts } = await post();
    const reaction = { channel: 'C0TRIAGE', name: 'eyes', timestamp: ts };
    expect(await slack.api('reactions.add', reaction)).toEqual({ ok: true });
    expect(await slack.api('reactions.add', reaction)).toMatchObject({ error: 'already_reacted' });
    expect(await slack.api('pins.add', reaction)).toEqual({ ok: true });
    expect(await slack.api('pins.add', reaction)).toMatchObject({ error: 'already_pinned' });
  });

  test('a file in three steps', async () => {
    const { file_id: id, upload_url } = await slack.api('files.getUploadURLExternal', {
      filename: 'pack.zip',
      length: 3,
    });
    const finish = () => slack.api('files.completeUploadExternal', { files: [{ id }], channel_id: 'C0TRIAGE' });
    expect(await finish()).toMatchObject({ error: 'file_not_found' });
    await fetch(String(upload_url), { method: 'POST', body: 'zip' });
    expect(await finish()).toMatchObject({ ok: true, files: [{ id, title: 'pack.zip' }] });
  });

  test('calls are remembered without their token', async () => {
    await post();
    const [call] = await slack.calls();
    expect(call).toMatchObject({
      method: 'chat.postMessage',
      args: { channel: 'C0TRIAGE', text: 'hello' },
      answer: { ok: true },
    });
    expect(JSON.stringify(call)).not.toContain('xoxb');
  });
});
