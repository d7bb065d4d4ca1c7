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
  params: Record<string, string>;
}

export interface WebAnswer {
  status: number;
  headers?: Record<string, string>;
  body: unknown;
}

/** One address the world can call. Text bodies are sent as they are, everything else as JSON. */
export interface WebRoute {
  method: 'GET' | 'POST';
  /** `/webhooks/:source` */
  path: string;
  handle(deps: WebDeps, request: WebRequest): Promise<WebAnswer>;
}
