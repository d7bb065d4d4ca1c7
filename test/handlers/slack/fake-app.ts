import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { slackHandlers } from '#handlers/slack/index.ts';
import type { TestContext } from '#test/helpers/context.ts';
import { createFakeEnqueue } from '#test/jobs/fakes.ts';

type Listener = (args: object) => Promise<void>;

/** Bolt as far as the handlers touch it: every listener by what it listens to, and what people were shown. */
export function createFakeApp(ctx: TestContext) {
  const listeners: { kind: string; id: string | RegExp; listener: Listener }[] = [];
  const entering = (kind: string) => (id: string | RegExp, listener: Listener) =>
    void listeners.push({ kind, id, listener });
  const app = {
    action: entering('action'),
    view: entering('view'),
    event: entering('event'),
    command: entering('command'),
  };
  const opened: ModalView[] = [];
  const published: object[] = [];
  const deleted: object[] = [];
  const fast = {
    views: {
      open: async ({ view }: { view: ModalView }) => void opened.push(view),
      publish: async (call: object) => void published.push(call),
    },
    chat: { delete: async (call: object) => void deleted.push(call) },
  };
  const enqueue = createFakeEnqueue();
  const deps = { ctx, enqueue, fast: fast as unknown as WebClient };
  for (const handler of slackHandlers) handler(app as unknown as App, deps);
  const find = (kind: string, id: string): Listener => {
    const found = listeners.filter(
      (one) => one.kind === kind && (typeof one.id === 'string' ? one.id === id : one.id.test(id)),
    );
    if (found.length !== 1) throw new Error(`${found.length} listeners for ${kind} ${id}`);
    return found[0]?.listener ?? (async () => undefined);
  };
  return { listeners, opened, published, deleted, started: enqueue.started, find };
}

interface Clicked {
  user: string;
  action: string;
  value: string;
  container?: object;
  app?: string;
}

/** Presses a button and returns what its person reads in private, if anything. */
export async function click(
  app: ReturnType<typeof createFakeApp>,
  ctx: TestContext,
  clicked: Clicked,
): Promise<string | undefined> {
  const said: string[] = [];
  let acknowledged = 0;
  await app.find(
    'action',
    clicked.action,
  )({
    ack: async () => {
      acknowledged += 1;
    },
    respond: async ({ text }: { text: string }) => void said.push(text),
    body: {
      api_app_id: clicked.app ?? ctx.config.slack.app,
      trigger_id: 't1',
      user: { id: clicked.user },
      container: clicked.container ?? { type: 'view' },
      actions: [{ action_id: clicked.action, value: clicked.value }],
    },
  });
  if (acknowledged !== 1) throw new Error(`acknowledged ${acknowledged} times`);
  return said[0];
}

interface Submitted {
  user: string;
  callback: string;
  metadata: string;
  reason?: string;
  choice?: string;
  /** Milliseconds since 1970. */
  until?: number;
}

/** Submits a window and returns the one it turns into. */
export async function submit(
  app: ReturnType<typeof createFakeApp>,
  { user, callback, metadata, reason, choice, until }: Submitted,
) {
  const acks: { view?: { title: { text: string }; blocks: { text: { text: string } }[] } }[] = [];
  await app.find(
    'view',
    callback,
  )({
    ack: async (answer: object = {}) => void acks.push(answer),
    body: { type: 'view_submission', user: { id: user } },
    view: {
      private_metadata: metadata,
      state: {
        values: {
          reason: { reason: { type: 'plain_text_input', value: reason ?? null } },
          ...(until ? { until: { until: { selected_date_time: Math.floor(until / 1000) } } } : {}),
          ...(choice ? { choice: { choice: { type: 'radio_buttons', selected_option: { value: choice } } } } : {}),
        },
      },
    },
  });
  const [answer] = acks;
  return { title: answer?.view?.title.text, text: answer?.view?.blocks[0]?.text.text, acks: acks.length };
}
