import { USUAL_RATE } from '#src/config/noise.ts';
import { authenticate } from '#src/detections/authenticate/index.ts';
import { shakeHands } from '#src/detections/handshakes/index.ts';
import { readJson } from '#src/detections/reading/read-json.ts';
import { receiveDelivery } from '#src/detections/receive-delivery.ts';
import { keptHeaders } from '#src/detections/senders/sender.ts';
import { tellLimited } from '#src/noise/tell-limited.ts';
import { accepted } from './accepted.ts';
import { withItsHeaders } from './delivery-key.ts';
import { type FoundSource, findSource } from './find-source.ts';
import { readBody } from './read-body.ts';
import { asReceived, type WebAnswer, type WebDeps, type WebRequest, type WebRoute } from './route.ts';

const JSON_TYPE = /^application\/([\w.+-]+\+)?json\s*(;|$)/i;

/** A detection arrives: authentic on its raw bytes, stored, then 202. Everything else happens afterwards. */
export const receiveDeliveryRoute: WebRoute = {
  method: 'POST',
  path: '/webhooks/:source/:secret?',
  async handle(deps, { raw, params }) {
    const found = findSource(deps.ctx.config, params);
    const handshake = found && shakeHands(found.source, asReceived(raw));
    if (handshake) return handshake;
    const answer = found
      ? await deps.admission.admit(() => receive(deps, found, raw))
      : refuse(404, 'unknown-source', 'No source has this name. Add it under sources in cordon.yaml.');
    const sent =
      answer === 'full'
        ? refuse(429, 'busy', 'Too many deliveries at once. Send it again.', { 'retry-after': '2' })
        : answer;
    deps.ctx.metrics.deliveries.inc({ source: found?.name ?? 'unknown', answer: String(sent.status) });
    return sent;
  },
};

async function receive(deps: WebDeps, { name, source }: FoundSource, raw: WebRequest['raw']): Promise<WebAnswer> {
  const { ctx, enqueue, admission } = deps;
  const body = await readBody(raw);
  if (body === 'too-large') {
    return refuse(413, 'too-large', 'The body is larger than 1 MB. Send one finding per request.', {
      connection: 'close',
    });
  }
  if (body === 'cut-off') return refuse(400, 'cut-off', 'The request ended before its body did. Send it again.');
  const verdict = authenticate(source.auth, { ...asReceived(raw), body, now: ctx.clock.now() });
  if (!verdict.ok) {
    ctx.log.warn({ source: name, reason: verdict.reason }, 'a delivery was not authentic');
    return refuse(401, 'not-authentic', 'The signature or secret does not fit. Check it against cordon.yaml.');
  }
  const perMinute = source.rate?.per_minute ?? USUAL_RATE;
  const { waitSeconds, isNews } = admission.take(name, perMinute, ctx.clock.now());
  if (waitSeconds > 0) {
    if (isNews) void tell(deps, { source: name, perMinute });
    const wait = { 'retry-after': String(waitSeconds) };
    return refuse(429, 'too-many', `More than ${perMinute} deliveries a minute from this source. Send it again.`, wait);
  }
  const contentType = raw.headers['content-type'] ?? '';
  if (!JSON_TYPE.test(contentType)) return refuse(415, 'wrong-type', 'Send JSON, with content-type application/json.');
  const read = readJson(body);
  if (!read.ok) return refuse(400, 'unreadable', `${read.reason} Nothing was stored.`);
  const headers = verdict.headers === 'count' ? keptHeaders(raw.headers) : {};
  const received = await receiveDelivery(ctx, {
    source: name,
    deliveryKey: verdict.deliveryKey ?? withItsHeaders(headers, body),
    contentType,
    headers,
    body,
  });
  // Not waited for: the delivery is on disk, and the nudge never throws.
  if (!received.duplicate) void enqueue('ingest-delivery', { deliveryId: received.id }, { key: received.id });
  return accepted(source.shape, received);
}

/** Not waited for, and never thrown: whoever answers for the source is told, at most once an hour. */
async function tell({ ctx, enqueue }: WebDeps, limited: { source: string; perMinute: number }): Promise<void> {
  const messageId = await tellLimited(ctx, limited).catch((error: unknown) => {
    ctx.log.warn({ err: error, source: limited.source }, 'could not tell anybody that a source sends too much');
    return undefined;
  });
  if (messageId) await enqueue('deliver-message', { messageId }, { key: messageId });
}

const refuse = (status: number, code: string, message: string, headers: Record<string, string> = {}): WebAnswer => ({
  status,
  headers,
  body: { error: code, message },
});
