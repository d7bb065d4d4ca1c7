import type { IncomingMessage } from 'node:http';
import type { Context } from '#src/context.ts';
import type { QueueBackend } from '#src/queue/backend.ts';
import type { Enqueue } from '#src/queue/enqueue.ts';
import type { Admission } from './admission.ts';

/** What a web handler stands on. */
export interface WebDeps {
  ctx: Context;
  enqueue: Enqueue;
  queue: QueueBackend;
  admission: Admission;
}

export interface WebRequest {
  raw: IncomingMessage;
  params: Readonly<Record<string, string>>;
}

/** Text is sent as it is, anything else as JSON; without a body only the status and the headers are. */
export interface WebAnswer {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

/** One address the world can call. */
export interface WebRoute {
  method: 'GET' | 'POST' | 'OPTIONS';
  /** `/webhooks/:source/:secret?`; a part with a question mark may be missing. */
  path: string;
  handle(deps: WebDeps, request: WebRequest): Promise<WebAnswer>;
}

export const wrongMethod = (allowed: string): WebAnswer => ({
  status: 405,
  headers: { allow: allowed },
  body: { error: 'wrong-method', message: `Use ${allowed}.` },
});

/** Of a request, what can be known before its body is read. */
export const asReceived = ({ method = '', url = '/', headers, socket }: IncomingMessage) => ({
  method,
  url,
  headers,
  remoteAddress: socket.remoteAddress,
});
