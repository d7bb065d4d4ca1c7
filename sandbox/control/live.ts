import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SandboxWorld } from '#sandbox/world.ts';
import { refusal } from './guard.ts';

const AT_MOST_EVERY_MS = 50;

export interface Live {
  connect(request: IncomingMessage, response: ServerResponse): void;
  stop(): void;
}

/** Server-sent events: `changed`, whenever anything has, at most every 50 ms. */
export function createLive(world: Pick<SandboxWorld, 'onChange'>): Live {
  const listeners = new Set<ServerResponse>();
  let timer: NodeJS.Timeout | undefined;

  function tell() {
    timer = undefined;
    for (const response of listeners) response.write('event: changed\ndata: {}\n\n');
  }
  const unsubscribe = world.onChange(() => {
    if (listeners.size > 0) timer ??= setTimeout(tell, AT_MOST_EVERY_MS);
  });

  return {
    connect(request, response) {
      if (refusal(request.headers) !== undefined) {
        response.writeHead(403).end();
        return;
      }
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write('retry: 500\n\n');
      listeners.add(response);
      response.on('close', () => listeners.delete(response));
    },
    stop() {
      unsubscribe();
      clearTimeout(timer);
      for (const response of listeners) response.end();
    },
  };
}
