import { type Handshake, NO_PAGE } from './handshake.ts';

const DNS_NAME = /^[a-z\d]([a-z\d.-]{0,251}[a-z\d])?$/i;

/** Requests a minute: what one server stores with room to spare. A sender that asks for less gets what it asks for. */
const MOST_A_MINUTE = 3_000;

/**
 * Any origin may send, since every delivery has to prove itself anyway. `WebHook-Request-Callback` is not called: it is an address a stranger
 * chose. https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/http-webhook.md#4-abuse-protection
 */
export const cloudevents: Handshake = {
  shape: 'cloudevents',
  method: 'OPTIONS',
  answer({ headers }) {
    const origin = headers['webhook-request-origin'];
    if (typeof origin !== 'string' || !DNS_NAME.test(origin)) return undefined;
    return {
      status: 200,
      headers: {
        ...NO_PAGE,
        allow: 'POST',
        'webhook-allowed-origin': origin,
        'webhook-allowed-rate': String(rate(headers['webhook-request-rate'])),
      },
    };
  },
};

function rate(asked: unknown): number {
  const wanted = typeof asked === 'string' && /^[1-9]\d{0,8}$/.test(asked) ? Number(asked) : MOST_A_MINUTE;
  return Math.min(wanted, MOST_A_MINUTE);
}
