import { createHmac } from 'node:crypto';
import type { SourceAuth } from '../config/source-auth.ts';

export interface SignedCanary {
  /** `/webhooks/NAME`, with the secret where it belongs into the address. */
  path: string;
  headers: Record<string, string>;
}

/** Signs a canary as the source's own sender would; undefined where the secret is not one Cordon can sign with. */
export function signCanary(
  auth: SourceAuth,
  { source, id, body, at }: { source: string; id: string; body: Buffer; at: Date },
): SignedCanary | undefined {
  const path = `/webhooks/${source}`;
  const header = (name: string, value: string | undefined) =>
    value === undefined ? undefined : { path, headers: { [name]: value } };
  if (auth.standard_webhooks) return signed(auth.standard_webhooks.secrets, path, { id, body, at });
  if (auth.header) return header(auth.header.name, auth.header.values[0]);
  if (auth.bearer) return header('authorization', `Bearer ${auth.bearer.tokens[0]}`);
  if (auth.basic) {
    const pair = Buffer.from(`${auth.basic.username}:${auth.basic.passwords[0]}`).toString('base64');
    return header('authorization', `Basic ${pair}`);
  }
  if (auth.hmac) {
    const { header: name, encoding, prefix, secrets } = auth.hmac;
    return header(
      name,
      `${prefix}${createHmac('sha256', secrets[0] ?? '')
        .update(body)
        .digest(encoding)}`,
    );
  }
  if (auth.path) return { path: `${path}/${auth.path.secrets[0]}`, headers: {} };
  return auth.unauthenticated ? { path, headers: {} } : undefined;
}

/** With a public key alone nothing can be signed. */
function signed(
  secrets: readonly string[],
  path: string,
  { id, body, at }: { id: string; body: Buffer; at: Date },
): SignedCanary | undefined {
  const secret = secrets.find((one) => one.startsWith('whsec_'));
  if (!secret) return undefined;
  const seconds = String(Math.floor(at.getTime() / 1000));
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${seconds}.`).update(body).digest('base64');
  const headers = { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': `v1,${signature}` };
  return { path, headers };
}
