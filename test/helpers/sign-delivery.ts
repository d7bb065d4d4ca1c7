import { createHash, createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { SourceAuth } from '#src/config/source-auth.ts';

export interface SignedDelivery {
  /** Path and query. */
  path: string;
  headers: Record<string, string>;
  body: Buffer;
}

export interface ToSign {
  source: string;
  body: string | Buffer;
  at: Date;
  /** Which of the live secrets, or one of nobody's. */
  secret?: number | string;
  /** The sender's id of the delivery, where its scheme has one. */
  id?: string;
  query?: string;
}

/** The kinds whose proof covers the body: a changed byte is noticed. */
export const SIGNING = ['standard_webhooks', 'hmac', 'hubspot', 'stripe'] as const;
/** The kinds whose proof says when. */
export const TIMED = ['standard_webhooks', 'hubspot', 'stripe'] as const;

export const kindOf = (auth: SourceAuth): string =>
  Object.entries(auth).find(([, settings]) => settings !== undefined)?.[0] ?? '';

/** A delivery as its sender would send it: the address, the headers, and for Microsoft Graph the body with the secret in it. */
export function signDelivery(auth: SourceAuth, input: ToSign): SignedDelivery {
  const body = Buffer.from(input.body);
  const plain = { path: `/webhooks/${input.source}${input.query ?? ''}`, headers: {}, body };
  const of = (live: readonly string[]): string =>
    typeof input.secret === 'string' ? input.secret : (live[input.secret ?? 0] ?? '');
  if (auth.header) return { ...plain, headers: { [auth.header.name]: of(auth.header.values) } };
  if (auth.bearer) return { ...plain, headers: { authorization: `Bearer ${of(auth.bearer.tokens)}` } };
  if (auth.basic) {
    const pair = Buffer.from(`${auth.basic.username}:${of(auth.basic.passwords)}`).toString('base64');
    return { ...plain, headers: { authorization: `Basic ${pair}` } };
  }
  if (auth.path) return { ...plain, path: `/webhooks/${input.source}/${of(auth.path.secrets)}${input.query ?? ''}` };
  if (auth.client_state) return { ...plain, body: withClientState(body, of(auth.client_state.values)) };
  if (auth.hmac) {
    const { header, prefix, encoding } = auth.hmac;
    const signature = createHmac('sha256', of(auth.hmac.secrets)).update(body).digest(encoding);
    return { ...plain, headers: { [header]: `${prefix}${signature}` } };
  }
  if (auth.stripe) return { ...plain, headers: stripe(of(auth.stripe.secrets), body, input.at) };
  if (auth.hubspot) {
    const { client_secrets: secrets, url } = auth.hubspot;
    return { ...plain, headers: hubspot(of(secrets), `${url}${input.query ?? ''}`, body, input.at) };
  }
  if (auth.standard_webhooks) {
    const id = input.id ?? `msg_${createHash('sha256').update(body).digest('hex').slice(0, 16)}`;
    return { ...plain, headers: standardWebhooks(of(auth.standard_webhooks.secrets), id, body, input.at) };
  }
  return plain;
}

const seconds = (at: Date): string => String(Math.floor(at.getTime() / 1000));

export const standardWebhooks = (secret: string, id: string, body: Buffer, at: Date) => ({
  'webhook-id': id,
  'webhook-timestamp': seconds(at),
  'webhook-signature': new Webhook(secret).sign(id, at, body.toString('utf8')),
});

export const stripe = (secret: string, body: Buffer, at: Date) => ({
  'stripe-signature': `t=${seconds(at)},v1=${createHmac('sha256', secret)
    .update(`${seconds(at)}.${body}`)
    .digest('hex')}`,
});

export const hubspot = (secret: string, url: string, body: Buffer, at: Date) => ({
  'x-hubspot-request-timestamp': String(at.getTime()),
  'x-hubspot-signature-v3': createHmac('sha256', secret).update(`POST${url}${body}${at.getTime()}`).digest('base64'),
});

export const hubspotVersion1 = (secret: string, body: Buffer) => ({
  'x-hubspot-signature-version': 'v1',
  'x-hubspot-signature': createHash('sha256').update(`${secret}${body}`).digest('hex'),
});

function withClientState(body: Buffer, clientState: string): Buffer {
  const sent = JSON.parse(body.toString('utf8'));
  return Buffer.from(JSON.stringify({ ...sent, value: sent.value.map((item: object) => ({ ...item, clientState })) }));
}
