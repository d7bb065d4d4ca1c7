import { createHmac } from 'node:crypto';
import { standardWebhooks } from '../delivery.ts';

export interface Secrets {
  /** The Standard Webhooks secret. */
  signing: string;
  /** Every other sender's. */
  constant: string;
}

interface Proving {
  id: string;
  source: string;
  body: Buffer;
}

/** How a sender proves itself: what stands in cordon.yaml, and what it sends. */
export interface Proof {
  auth: string;
  of(delivery: Proving, secrets: Secrets): { path: string; headers: Record<string, string> };
}

const SECRET = `["\${BENCH_SECRET}"]`;

export const signed: Proof = {
  auth: `{ standard_webhooks: { secrets: ["\${CORDON_WEBHOOK_SECRET}"] } }`,
  of: ({ id, source, body }, { signing }) => ({
    path: `/webhooks/${source}`,
    headers: standardWebhooks(id, body, signing),
  }),
};

export const inHeader = (name: string): Proof => ({
  auth: `{ header: { name: ${name}, values: ${SECRET} } }`,
  of: ({ source }, { constant }) => ({ path: `/webhooks/${source}`, headers: { [name]: constant } }),
});

export const asBearer: Proof = {
  auth: `{ bearer: { tokens: ${SECRET} } }`,
  of: ({ source }, { constant }) => ({
    path: `/webhooks/${source}`,
    headers: { authorization: `Bearer ${constant}` },
  }),
};

export const inPath: Proof = {
  auth: `{ path: { secrets: ${SECRET} } }`,
  of: ({ source }, { constant }) => ({ path: `/webhooks/${source}/${constant}`, headers: {} }),
};

export const intuit: Proof = {
  auth: `{ hmac: { header: intuit-signature, encoding: base64, secrets: ${SECRET} } }`,
  of: ({ source, body }, { constant }) => ({
    path: `/webhooks/${source}`,
    headers: { 'intuit-signature': createHmac('sha256', constant).update(body).digest('base64') },
  }),
};
