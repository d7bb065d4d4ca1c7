import type { z } from 'zod';
import { NotFound } from '../errors.ts';
import type { Action, BoundAction, Call, Capability, ConnectDeps, Connector, Query } from './contract.ts';

/** Declares a follow-up question. The generics follow from the schemas and the client. */
export const defineQuery = <Client, Input, Data>(query: Query<Client, Input, Data>): Query<Client, Input, Data> =>
  query;

/** Declares an action. Without `undo`, or the words why there is none, it does not compile. */
export const defineAction = <Client, Input, Receipt>(
  action: Action<Client, Input, Receipt>,
): Action<Client, Input, Receipt> => action;

interface ErasedQuery<Client> {
  id: string;
  question: string;
  ask(client: Client, input: unknown, call: Call): ReturnType<Query<Client, unknown, unknown>['run']>;
}

interface ErasedAction<Client> {
  id: string;
  input: z.ZodType<unknown>;
  undo: { kind: 'reversible' | 'irreversible'; words: string };
  bind(client: Client): BoundAction;
}

/** Enters a query in a connector's list. Input and answer are parsed on the way through. */
export function asked<Client, Input, Data>(query: Query<Client, Input, Data>): ErasedQuery<Client> {
  return {
    id: query.id,
    question: query.question,
    async ask(client, input, call) {
      const answer = await query.run(client, query.input.parse(input), call);
      return { ...answer, data: query.data.parse(answer.data) };
    },
  };
}

/** Enters an action in a connector's list. Inputs and receipts are parsed on the way through. */
export function done<Client, Input, Receipt>(action: Action<Client, Input, Receipt>): ErasedAction<Client> {
  const { undo } = action;
  return {
    id: action.id,
    input: action.input,
    undo: { kind: undo.kind, words: undo.words },
    bind: (client) => ({
      id: action.id,
      undoable: undo.kind === 'reversible',
      undoWords: undo.words,
      summarise: (input) => action.summarise(action.input.parse(input)),
      preview: (input, call) => action.preview(client, action.input.parse(input), call),
      before: async (input, call) => action.receipt.parse(await action.before(client, action.input.parse(input), call)),
      run: (input, receipt, call) => action.run(client, action.input.parse(input), action.receipt.parse(receipt), call),
      verify: (input, receipt, call) =>
        action.verify(client, action.input.parse(input), action.receipt.parse(receipt), call),
      undo: (input, receipt, call) => {
        if (undo.kind === 'irreversible') throw new NotFound('no-undo', undo.words);
        return undo.run(client, action.input.parse(input), action.receipt.parse(receipt), call);
      },
      verifyUndone: (input, receipt, call) => {
        if (undo.kind === 'irreversible') throw new NotFound('no-undo', undo.words);
        return undo.verify(client, action.input.parse(input), action.receipt.parse(receipt), call);
      },
    }),
  };
}

interface ConnectorParts<Config, Client> {
  id: string;
  name: string;
  config: z.ZodType<Config>;
  connect(config: Config, deps: ConnectDeps): Client;
  queries: readonly ErasedQuery<Client>[];
  actions: readonly ErasedAction<Client>[];
  check(client: Client, call: Call): Promise<readonly Capability[]>;
}

function find<Item extends { id: string }>(items: readonly Item[], id: string, connector: string): Item {
  const item = items.find((candidate) => candidate.id === id);
  if (!item) throw new NotFound('unknown-id', `${connector} has no "${id}". It may have been removed in an upgrade.`);
  return item;
}

/** Turns a vendor's parts into the value the rest of Cordon sees: the client stays inside. */
export function defineConnector<Config, Client>(parts: ConnectorParts<Config, Client>): Connector {
  const { id, name, config, queries, actions } = parts;
  return {
    id,
    name,
    config,
    queries,
    actions,
    open(settings, deps) {
      const client = parts.connect(config.parse(settings), deps);
      return {
        id,
        name,
        ask: (queryId, input, call) => find(queries, queryId, name).ask(client, input, call),
        action: (actionId) => find(actions, actionId, name).bind(client),
        check: (call) => parts.check(client, call),
      };
    },
  };
}
