import { once } from 'node:events';
import { connect } from 'node:net';

export interface Connection {
  /** Writes one request and waits for the status of its answer; 0 when the connection broke. One at a time. */
  send(request: Buffer): Promise<number>;
  close(): void;
}

const HEAD_END = '\r\n\r\n';

/** One kept-alive connection without an HTTP client's own work, so that the load generator takes little of the shared cores. */
export async function openConnection(url: URL): Promise<Connection> {
  const socket = connect(Number(url.port), url.hostname);
  await once(socket, 'connect');
  socket.setNoDelay(true).setEncoding('latin1');
  let received = '';
  let answered: (status: number) => void = () => undefined;
  socket.on('data', (text: string) => {
    received += text;
    if (!isComplete(received)) return;
    const status = Number(received.slice('HTTP/1.1 '.length, 'HTTP/1.1 202'.length));
    received = '';
    answered(status);
  });
  socket.on('error', () => undefined);
  socket.on('close', () => answered(0));
  return {
    send(request) {
      if (socket.destroyed) return Promise.resolve(0);
      return new Promise((resolve) => {
        answered = resolve;
        socket.write(request);
      });
    },
    close: () => socket.destroy(),
  };
}

function isComplete(answer: string): boolean {
  const head = answer.indexOf(HEAD_END);
  if (head < 0) return false;
  const length = answer.slice(0, head).match(/\r\ncontent-length: *(\d+)/i)?.[1];
  return length === undefined
    ? answer.endsWith('\r\n0\r\n\r\n')
    : answer.length >= head + HEAD_END.length + Number(length);
}
