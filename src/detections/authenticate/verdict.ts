import type { IncomingHttpHeaders } from 'node:http';

/** A request as it arrived. `body` is what was on the wire, before anything has read it. */
export interface WebhookRequest {
  method: string;
  /** Path and query, as received. */
  url: string;
  headers: IncomingHttpHeaders;
  body: Uint8Array;
  /** Of the connection: behind a proxy, the proxy's. */
  remoteAddress: string | undefined;
  now: Date;
}

/** The sender proved itself. */
export interface Authentic {
  ok: true;
  /** The sender's own id of the delivery, where it is signed. */
  deliveryKey?: string;
  /**
   * Whether headers may add to what the body says (CloudEvents in binary mode). Not where a signature covers the body and no id: the same body
   * with another header would pass for a new delivery.
   */
  headers: 'count' | 'ignored';
}

/** The reason is for the log, never for the sender, and never repeats what was presented or expected. */
export interface NotAuthentic {
  ok: false;
  reason: string;
}

export type Verdict = Authentic | NotAuthentic;

export const notAuthentic = (reason: string): NotAuthentic => ({ ok: false, reason });
