import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SlackAnswer {
  status?: number;
  headers?: Record<string, string>;
  body?: object | string;
  /** The connection is cut without an answer. */
  cut?: boolean;
}

/** An HTTP server that answers Slack's methods as the test says; each answer is used once, the last one again and again. */
export async function startFakeSlack() {
  const calls: { method: string; body: Record<string, string> }[] = [];
  const answers: SlackAnswer[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const body = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
    calls.push({ method: request.url?.slice(1) ?? '', body });
    respond(response, (answers.length > 1 ? answers.shift() : answers[0]) ?? { body: { ok: true } });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    settings: { botToken: 'xoxb-test', apiUrl: `http://127.0.0.1:${port}/` },
    calls,
    answer: (...next: SlackAnswer[]) => void answers.splice(0, answers.length, ...next),
    stop: () => new Promise<void>((resolve) => server.close(() => resolve()).closeAllConnections()),
  };
}

function respond(response: ServerResponse, { status = 200, headers = {}, body = {}, cut = false }: SlackAnswer): void {
  if (cut) return void response.destroy();
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
}
