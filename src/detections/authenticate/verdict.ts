import type { IncomingHttpHeaders } from 'node:http';

/** A request as it arrived. `body` is what was on the wire, before anything has read it. */
export interface WebhookRequest {
  headers: IncomingHttpHeaders;
  body: Uint8Array;
  now: Date;
}

/** `deliveryKey` is the sender's own id of the delivery, where its scheme has one. The reason is for the log, never for the sender. */
export type Verdict = { ok: true; deliveryKey?: string } | { ok: false; reason: string };
