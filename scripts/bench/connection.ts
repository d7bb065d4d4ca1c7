import { connect, type Socket } from 'node:net';

export interface Connection {
  /** Writes one request and waits for the status of its answer; 0 when there is none. One at a time. */
  send(request: Buffer): Promise<number>;
  close(): void;
}

const HEAD_END = '\r\n\r\n';

/** One kept-alive connection without an HTTP client's own work, so that the load generator takes little of the shared cores. */
export async function openConnection(url: URL): Promise<Connection> {
  let socket = await open(url);
  const again = async () => {
    socket = await open(url);
    return socket;
  };
  return {
    async send(request) {
      const status = await exchange(socket.destroyed ? await again() : socket, request);
      // The server gave up the idle connection just then; a sender of webhooks sends again, under the same id.
      return status === 0 ? exchange(await again(), request) : status;
    },
    close: () => void socket.destroy(),
  };
}

/** Connected, or destroyed when nobody listens there. */
async function open(url: URL): Promise<Socket> {
  const socket = connect(Number(url.port), url.hostname).setNoDelay(true).setEncoding('latin1');
  const ready = Promise.withResolvers<void>();
  socket.on('connect', ready.resolve).on('error', () => ready.resolve());
  await ready.promise;
  return socket;
}

function exchange(socket: Socket, request: Buffer): Promise<number> {
  return new Promise((resolve) => {
    if (socket.destroyed) return resolve(0);
    let received = '';
    const end = (status: number) => {
      socket.removeAllListeners('data').removeAllListeners('close');
      resolve(status);
    };
    socket.on('close', () => end(0));
    socket.on('data', (text: string) => {
      received += text;
      if (isComplete(received)) end(Number(received.slice('HTTP/1.1 '.length, 'HTTP/1.1 202'.length)));
    });
    socket.write(request);
  });
}

function isComplete(answer: string): boolean {
  const head = answer.indexOf(HEAD_END);
  if (head < 0) return false;
  const length = answer.slice(0, head).match(/\r\ncontent-length: *(\d+)/i)?.[1];
  return length === undefined
    ? answer.endsWith('\r\n0\r\n\r\n')
    : answer.length >= head + HEAD_END.length + Number(length);
}
