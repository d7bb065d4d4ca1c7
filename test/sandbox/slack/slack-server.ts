import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { App, HTTPReceiver } from '@slack/bolt';
import { App as BoltApp, HTTPReceiver as BoltReceiver, LogLevel } from '@slack/bolt';
import { type Sandbox, type SandboxSettings, startSandbox } from '#sandbox/server.ts';
import type { ApiCall } from '#sandbox/slack/api.ts';
import type { PageAct, PageActed, PageState } from '#sandbox/slack/page-state.ts';

/** For `expect.poll`: the machine may be busy with other things. */
export const patiently = { timeout: 10_000 };

export const signingSecret = 'sandbox-test-secret';

/** A sandbox with what a test does to it: call the API as the app, act as a person, pull a lever. */
export interface TestSandbox extends Sandbox {
  api(method: string, args?: Record<string, unknown>): Promise<Record<string, unknown>>;
  act(act: PageAct): Promise<PageActed>;
  see(as: string): Promise<PageState>;
  control(method: string, path: string, body?: unknown): Promise<unknown>;
  calls(): Promise<ApiCall[]>;
}

export async function startTestSandbox(settings: Partial<SandboxSettings> = {}): Promise<TestSandbox> {
  const bot = { url: 'http://127.0.0.1:9', signingSecret };
  const sandbox = await startSandbox({
    port: 0,
    bot,
    eventRetryDelaysMs: [],
    twins: [],
    ...settings,
  });
  async function control(method: string, path: string, body?: unknown): Promise<unknown> {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    return (await fetch(`${sandbox.url}/_control${path}`, init)).json();
  }
  return {
    ...sandbox,
    control,
    api: (method, args = {}) => callApi(sandbox.url, method, args),
    act: async (act) => (await control('POST', '/act', act)) as PageActed,
    see: async (as) => (await control('GET', `/state?as=${as}`)) as PageState,
    calls: async () => (await control('GET', '/calls')) as ApiCall[],
  };
}

/** One call as JSON, the way the app makes it. */
export async function callApi(
  url: string,
  method: string,
  args: Record<string, unknown>,
  token = 'xoxb-demo',
): Promise<Record<string, unknown>> {
  const response = await fetch(`${url}/slack/api/${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(args),
  });
  return (await response.json()) as Record<string, unknown>;
}

export interface BoltBot {
  app: App;
  url: string;
  stop(): Promise<void>;
}

/** A real Bolt app behind its own HTTPReceiver, with the sandbox as its Slack. */
export async function startBolt(slackApiUrl: string): Promise<BoltBot> {
  const receiver: HTTPReceiver = new BoltReceiver({ signingSecret, logLevel: LogLevel.ERROR });
  const app = new BoltApp({
    token: 'xoxb-demo',
    receiver,
    tokenVerificationEnabled: false,
    convoStore: false,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true },
  });
  const server = createServer((request, response) => void receiver.requestListener(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    app,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
