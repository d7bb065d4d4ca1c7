import type { WebhookRequest } from '../authenticate/verdict.ts';

/** What a sender asks before it sends anything, to see that this address expects it. */
export type HandshakeRequest = Pick<WebhookRequest, 'method' | 'url' | 'headers' | 'remoteAddress'>;

/** Text is sent as it is, anything else as JSON. */
export interface HandshakeAnswer {
  status: number;
  headers: Record<string, string>;
  body?: unknown;
}

/**
 * One sender's way of asking. Nobody has proved anything at this point, so the answer holds nothing but what was asked, and only a source of
 * this shape gives it.
 */
export interface Handshake {
  /** As `shape` in cordon.yaml. */
  shape: string;
  method: 'GET' | 'POST' | 'OPTIONS';
  /** The answer, or undefined when this request is no handshake. */
  answer(request: HandshakeRequest): HandshakeAnswer | undefined;
}

/** Longer than any challenge, shorter than anything worth having echoed. */
export const LONGEST_CHALLENGE = 1024;

/** What is sent back is never taken for a page. */
export const NO_PAGE = { 'x-content-type-options': 'nosniff' } as const;
