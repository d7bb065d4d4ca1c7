import { Webhook } from 'standardwebhooks';
import type { Deliver } from '#sandbox/scenarios/scenario.ts';

/** Signs and sends deliveries the way a detection tool would (Standard Webhooks). */
export const createDeliver =
  (botUrl: string, secret: string): Deliver =>
  async (source, payload) => {
    const body = JSON.stringify(payload);
    const now = new Date();
    const response = await fetch(`${botUrl}/webhooks/${source}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': `msg_${payload.id}`,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': new Webhook(secret).sign(`msg_${payload.id}`, now, body),
      },
      body,
    });
    if (response.status !== 202) throw new Error(`Cordon answered ${response.status}: ${await response.text()}`);
    const { delivery } = (await response.json()) as { delivery: string };
    return delivery;
  };
