import { authenticate } from '#src/detections/authenticate/index.ts';
import { readJson } from '#src/detections/shapes/read-json.ts';
import { receiveDelivery } from '#src/detections/receive-delivery.ts';
import { readBody } from './read-body.ts';
import type { WebAnswer, WebRoute } from './route.ts';

const refuse = (status: number, code: string, message: string, headers: Record<string, string> = {}): WebAnswer => ({
  status,
  headers,
  body: { error: code, message },
});

const JSON_TYPE = /^application\/([\w.+-]+\+)?json\s*(;|$)/i;

/** A detection arrives: authentic on its raw bytes, stored, then 202. Everything else happens afterwards. */
export const receiveDeliveryRoute: WebRoute = {
  method: 'POST',
  path: '/webhooks/:source',
  async handle({ ctx, enqueue }, { raw, params }) {
    const name = params.source ?? '';
    const source = Object.hasOwn(ctx.config.sources, name) ? ctx.config.sources[name] : undefined;
    const answered = (answer: WebAnswer): WebAnswer => {
      ctx.metrics.deliveries.inc({ source: source ? name : 'unknown', answer: String(answer.status) });
      return answer;
    };
    if (!source) return answered(refuse(404, 'unknown-source', 'No source has this name. Add it under sources in cordon.yaml.'));
    const body = await readBody(raw);
    if (body === 'too-large') {
      return answered(refuse(413, 'too-large', 'The body is larger than 1 MB. Send one finding per request.', { connection: 'close' }));
    }
    if (body === 'cut-off') return answered(refuse(400, 'cut-off', 'The request ended before its body did. Send it again.'));
    const authentic = authenticate(source.auth, { headers: raw.headers, body, now: ctx.clock.now() });
    if (!authentic.ok) {
      ctx.log.warn({ source: name, reason: authentic.reason }, 'a delivery was not authentic');
      return answered(refuse(401, 'not-authentic', 'The signature or secret does not fit. Check it against cordon.yaml.'));
    }
    const contentType = raw.headers['content-type'] ?? '';
    if (!JSON_TYPE.test(contentType)) return answered(refuse(415, 'wrong-type', 'Send JSON, with content-type application/json.'));
    const read = readJson(body);
    if (!read.ok && read.code === 'not-json') return answered(refuse(400, 'unreadable', 'The body is not complete JSON. Nothing was stored.'));
    const delivery = await receiveDelivery(ctx, { source: name, deliveryKey: authentic.deliveryKey, contentType, body });
    if (!delivery.duplicate) await enqueue('ingest-delivery', { deliveryId: delivery.id }, { key: delivery.id });
    return answered({ status: 202, body: { delivery: delivery.id, duplicate: delivery.duplicate } });
  },
};
