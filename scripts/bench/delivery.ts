import { createHmac } from 'node:crypto';

/** A detection in Cordon's template, about a person nobody else is about, of exactly so many bytes when it fits. */
export function detectionBody(id: string, bytes: number): string {
  const detection = {
    cordon: 'detection/1',
    id,
    title: 'Many records were read in a short time',
    occurred_at: new Date().toISOString(),
    severity: 'high',
    product: 'salesforce',
    subject: { name: `Person ${id}`, email: `${id}@bench.example` },
    addresses: [{ ip: '203.0.113.7', place: 'Rotterdam, Netherlands', network: 'Example Telecom, AS64500' }],
    counts: [{ what: 'contacts read', count: 41_250, usual: 120 }],
    objects: ['Contact', 'Account'],
    rule: { name: 'Bulk read out of role', uid: 'R-17' },
    link: 'https://siem.example/findings/17',
  };
  const message = 'The rule saw more reads than on any day before. ';
  const room = Math.max(message.length, bytes - JSON.stringify({ ...detection, message: '' }).length);
  return JSON.stringify({ ...detection, message: message.repeat(Math.ceil(room / message.length)).slice(0, room) });
}

interface Signing {
  host: string;
  secret: string;
}

/** POST /webhooks/cordon with a Standard Webhooks signature. */
export function signedRequest(id: string, body: string | Buffer, { host, secret }: Signing): Buffer {
  return requestBytes({ host, path: '/webhooks/cordon', headers: standardWebhooks(id, body, secret), body });
}

/** Standard Webhooks: HMAC-SHA256 over id.timestamp.body. */
export function standardWebhooks(id: string, body: string | Buffer, secret: string): Record<string, string> {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const seconds = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', key).update(`${id}.${seconds}.`).update(body).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': `v1,${signature}` };
}

interface Posted {
  host: string;
  path: string;
  headers: Readonly<Record<string, string>>;
  body: string | Buffer;
}

/** One whole HTTP request that posts JSON. */
export function requestBytes({ host, path, headers, body }: Posted): Buffer {
  const head = [
    `POST ${path} HTTP/1.1`,
    `host: ${host}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), Buffer.from(body)]);
}
