import type { IncomingMessage } from 'node:http';
import type { Source } from '#src/config/schema.ts';
import { authenticate } from '#src/detections/authenticate/index.ts';
import { readJson } from '#src/detections/reading/read-json.ts';
import { receiveDelivery } from '#src/detections/receive-delivery.ts';
import { keptHeaders } from '#src/detections/senders/sender.ts';
import { readBody } from './read-body.ts';
import type { WebAnswer, WebDeps, WebRoute } from './route.ts';

const JSON_TYPE = /^application\/([\w.+-]+\+)?json\s*(;|$)/i;

/** A detection arrives: authentic on its raw bytes, stored, then 202. Everything else happens afterwards. */
export const receiveDeliveryRoute: WebRoute = {
  method: 'POST',
  path: '/webhooks/:source',
  async handle(deps, { raw, params }) {
    const name = params.source ?? '';
    const { sources } = deps.ctx.config;
    const source = Object.hasOwn(sources, name) ? sources[name] : undefined;
    const answer = source
      ? await deps.admission.admit(() => receive(deps, name, source, raw))
      : refuse(404, 'unknown-source', 'No source has this name. Add it under sources in cordon.yaml.');
    const sent =
      answer === 'full'
        ? refuse(429, 'busy', 'Too many deliveries at once. Send it again.', { 'retry-after': '2' })
        : answer;
    deps.ctx.metrics.deliveries.inc({ source: source ? name : 'unknown', answer: String(sent.status) });
    return sent;
  },
};

async function receive(
  { ctx, enqueue }: WebDeps,
  name: string,
  source: Source,
  raw: IncomingMessage,
): Promise<WebAnswer> {
  const body = await readBody(raw);
  if (body === 'too-large') {
    return refuse(413, 'too-large', 'The body is larger than 1 MB. Send one finding per request.', {
      connection: 'close',
    });
  }
  if (body === 'cut-off') return refuse(400, 'cut-off', 'The request ended before its body did. Send it again.');
  const authentic = authenticate(source.auth, { headers: raw.headers, body, now: ctx.clock.now() });
  if (!authentic.ok) {
    ctx.log.warn({ source: name, reason: authentic.reason }, 'a delivery was not authentic');
    return refuse(401, 'not-authentic', 'The signature or secret does not fit. Check it against cordon.yaml.');
  }
  const contentType = raw.headers['content-type'] ?? '';
  if (!JSON_TYPE.test(contentType)) return refuse(415, 'wrong-type', 'Send JSON, with content-type application/json.');
  const read = readJson(body);
  if (!read.ok) return refuse(400, 'unreadable', `${read.reason} Nothing was stored.`);
  const { id, duplicate } = await receiveDelivery(ctx, {
    source: name,
    deliveryKey: authentic.deliveryKey,
    contentType,
    headers: keptHeaders(raw.headers),
    body,
  });
  // Not waited for: the delivery is on disk, and the nudge never throws.
  if (!duplicate) void enqueue('ingest-delivery', { deliveryId: id }, { key: id });
  return { status: 202, body: { delivery: id, duplicate } };
}

const refuse = (status: number, code: string, message: string, headers: Record<string, string> = {}): WebAnswer => ({
  status,
  headers,
  body: { error: code, message },
});
