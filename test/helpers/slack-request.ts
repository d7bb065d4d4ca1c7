import { createHmac } from 'node:crypto';

/** Signs and sends an interaction as Slack does: form-encoded, `v0` HMAC over timestamp and body. */
export async function sendInteraction(
  serverUrl: string,
  signingSecret: string,
  payload: unknown,
  options: { secondsOff?: number; timestamp?: number } = {},
): Promise<{ status: number; text: string }> {
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const timestamp = options.timestamp ?? Math.floor(Date.now() / 1000) + (options.secondsOff ?? 0);
  const signature = `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
  const response = await fetch(`${serverUrl}/slack/events`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': signature,
    },
    body,
  });
  return { status: response.status, text: await response.text() };
}

/** The parts of a `view_submission` that Slack always sends. */
export const viewSubmission = (input: {
  team: string;
  app: string;
  user: string;
  callbackId: string;
  metadata: string;
  values: Record<string, Record<string, unknown>>;
}) => ({
  type: 'view_submission',
  team: { id: input.team, domain: 'northwind' },
  user: { id: input.user, username: input.user, name: input.user, team_id: input.team },
  api_app_id: input.app,
  token: 'unused',
  trigger_id: `1.2.${input.user}`,
  is_enterprise_install: false,
  enterprise: null,
  response_urls: [],
  view: {
    id: `V${input.user}`,
    team_id: input.team,
    app_id: input.app,
    type: 'modal',
    callback_id: input.callbackId,
    private_metadata: input.metadata,
    hash: '1.abc',
    blocks: [],
    title: { type: 'plain_text', text: 'x' },
    state: { values: input.values },
  },
});
