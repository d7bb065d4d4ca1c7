import type { Route, TwinAnswer, TwinRequest } from '#sandbox/twin.ts';
import { readRequest } from './arguments.ts';
import { type Call, type Handlers, SlackRefusal } from './call.ts';
import { authMethods } from './methods/auth.ts';
import { chatMethods } from './methods/chat.ts';
import { conversationChangeMethods } from './methods/conversation-changes.ts';
import { conversationReadMethods } from './methods/conversation-reads.ts';
import { fileMethods } from './methods/files.ts';
import { reactionMethods } from './methods/reactions.ts';
import { userMethods } from './methods/users.ts';
import { viewMethods } from './methods/views.ts';
import { isMethod, type MethodName, methods } from './methods.ts';
import type { Pacing } from './pacing.ts';
import type { Recent } from './recent.ts';
import type { Workspace } from './workspace.ts';

/** The only token there is: the app's bot token. */
export const botToken = 'xoxb-demo';

/** One call of the Web API as it was answered; the token is left out. */
export interface ApiCall {
  at: string;
  method: string;
  args: Readonly<Record<string, unknown>>;
  answer: Record<string, unknown>;
}

const handlers: Handlers = {
  ...authMethods,
  ...chatMethods,
  ...conversationChangeMethods,
  ...conversationReadMethods,
  ...fileMethods,
  ...reactionMethods,
  ...userMethods,
  ...viewMethods,
};

/** Slack's Web API: every answer is HTTP 200 but a rate limit's. */
export function apiRoutes(workspace: Workspace, pacing: Pacing, calls: Recent<ApiCall>): Route[] {
  const granted = workspace.manifest.oauth_config.scopes.bot;

  function answerTo(request: TwinRequest, method: string, sent: ReturnType<typeof readRequest>) {
    if (!sent) throw new SlackRefusal('invalid_arguments');
    if (sent.token === undefined) throw new SlackRefusal('not_authed');
    if (sent.token !== botToken) throw new SlackRefusal('invalid_auth');
    if (!isMethod(method)) throw new SlackRefusal('unknown_method', { req_method: method });
    const need = (...scopes: readonly string[]) => {
      if (scopes.some((scope) => granted.includes(scope))) return;
      throw new SlackRefusal('missing_scope', { needed: scopes.join(','), provided: granted.join(',') });
    };
    if (methods[method].scopes.length > 0) need(...methods[method].scopes);
    const retryAfter = pacing.take(method, sent.args.channel);
    if (retryAfter !== undefined) throw new SlackRefusal('ratelimited', { retryAfter });
    demand(method, sent.args);
    return run(method, {
      workspace: workspace.world.pretends(request) ? pretending(workspace) : workspace,
      args: sent.args,
      fail: (error, detail) => new SlackRefusal(error, detail),
      has: (scope) => granted.includes(scope),
      need,
    });
  }

  function handle(request: TwinRequest): TwinAnswer {
    const method = request.params.method ?? '';
    const sent = readRequest(request);
    const at = workspace.world.now().toISOString();
    const finish = (answer: Record<string, unknown>, status = 200, extra: Record<string, string> = {}): TwinAnswer => {
      calls.add({ at, method, args: sent?.args ?? {}, answer });
      return { status, headers: { 'x-oauth-scopes': granted.join(','), ...extra }, body: answer };
    };
    try {
      return finish({ ok: true, ...answerTo(request, method, sent) });
    } catch (refusal) {
      if (!(refusal instanceof SlackRefusal)) throw refusal;
      const { retryAfter, ...detail } = refusal.detail;
      const answer = { ok: false, error: refusal.error, ...detail };
      return retryAfter === undefined ? finish(answer) : finish(answer, 429, { 'retry-after': String(retryAfter) });
    }
  }

  return [
    { method: 'POST', pattern: '/api/:method', handle },
    { method: 'GET', pattern: '/api/:method', handle },
  ];
}

function demand(method: MethodName, args: Readonly<Record<string, unknown>>): void {
  const missing = methods[method].required.filter((name) => args[name] === undefined || args[name] === '');
  if (missing.length === 0) return;
  const messages = missing.map((name) => `[ERROR] missing required field: ${name}`);
  throw new SlackRefusal('invalid_arguments', { response_metadata: { messages } });
}

const run = <Name extends MethodName>(method: Name, call: Call<Name>) => handlers[method](call);

/** A workspace to throw away: the answer looks done, and nothing has changed. */
const pretending = (workspace: Workspace): Workspace => ({
  ...workspace,
  state: structuredClone(workspace.state),
  notify: () => undefined,
});
