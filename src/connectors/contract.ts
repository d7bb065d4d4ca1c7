import type { z } from 'zod';
import type { Clock } from '../clock.ts';

/** One thing that happened, for the case's timeline. `when` is ISO 8601 in UTC. */
export interface TimelineEvent {
  when: string;
  /** A full sentence without the time: "New factor enrolled in Okta (SMS)". */
  what: string;
  /** Address, network, city: as the vendor says it; absent when the vendor does not say. */
  where?: string;
}

/** What was read to answer a question, so that a reader can judge the answer. */
export interface LookedAt {
  source: string;
  from?: string;
  to?: string;
  rows: number;
}

/** A vendor's answer to one follow-up question. */
export interface Answer<Data> {
  /** One sentence for the card, numbers included. */
  summary: string;
  /** The facts that playbooks weigh and act on. */
  data: Data;
  events: readonly TimelineEvent[];
  lookedAt: readonly LookedAt[];
  /** Sentences on what this answer could not see (licence, retention, lag, caps). Empty means nothing is known to be missing. */
  notVisible: readonly string[];
}

export interface Call {
  signal: AbortSignal;
}

/** One follow-up question to one vendor. */
export interface Query<Client, Input, Data> {
  id: `${string}.${string}`;
  /** The question in words: "Who signed in to Salesforce, and from where?" */
  question: string;
  input: z.ZodType<Input>;
  data: z.ZodType<Data>;
  run(client: Client, input: Input, call: Call): Promise<Answer<Data>>;
}

/** What an action would change, shown before anybody says yes. */
export interface Preview {
  /** The name of what is acted on, as a person knows it: "Mara Ito". */
  target: string;
  /** Sentences: what will be different afterwards. */
  effects: readonly string[];
  /** Sentences: what stops working that somebody may miss. */
  breaks: readonly string[];
  /**
   * Facts about the target that a yes depends on (amount, payee, version), by label. They are part of the approval's digest: when one of
   * them differs at execution, the approval is void and the difference is shown.
   */
  bound: Readonly<Record<string, string>>;
  /** True when the vendor is already in the state the action would bring about. */
  alreadySo: boolean;
}

/** What an independent read says after an action. `claimed` never becomes `contained` without this. */
export interface Verification {
  state: 'done' | 'partly' | 'not-done';
  /** A sentence naming what was read: "UserLogin.IsFrozen is true". */
  evidence: string;
  /** What is still alive, one sentence each. */
  residual: readonly string[];
}

export interface ActionCall extends Call {
  /** Stable over retries of the same approved action; at most 36 characters, fit for vendors' idempotency parameters. */
  idempotencyKey: string;
}

export interface Undo<Client, Input, Receipt> {
  kind: 'reversible';
  /** What undoing means, before it is needed: "Unfreeze, any time, by security." */
  words: string;
  run(client: Client, input: Input, receipt: Receipt, call: ActionCall): Promise<void>;
  /** `done` means: the state the receipt holds is back. */
  verify(client: Client, input: Input, receipt: Receipt, call: Call): Promise<Verification>;
}

export interface Irreversible {
  kind: 'irreversible';
  /** Read by a person before approving. */
  words: string;
}

/** Marks an action that cannot be taken back; `words` says so to the person who approves. */
export const irreversible = (words: string): Irreversible => ({ kind: 'irreversible', words });

/**
 * One thing Cordon can do at a vendor.
 *
 * `before` reads the state that `undo` restores; it is stored before `run` is called, so a crash in between loses nothing.
 * `run` must be safe to repeat with the same idempotency key: already so is success.
 */
export interface Action<Client, Input, Receipt> {
  id: `${string}.${string}`;
  input: z.ZodType<Input>;
  receipt: z.ZodType<Receipt>;
  /** "Freeze Mara Ito in Salesforce": verb first, no full stop, at most 60 characters when the names are ordinary. */
  summarise(input: Input): string;
  preview(client: Client, input: Input, call: Call): Promise<Preview>;
  before(client: Client, input: Input, call: Call): Promise<Receipt>;
  run(client: Client, input: Input, receipt: Receipt, call: ActionCall): Promise<void>;
  verify(client: Client, input: Input, receipt: Receipt, call: Call): Promise<Verification>;
  undo: Undo<Client, Input, Receipt> | Irreversible;
}

/** One telemetry source of a vendor, as this installation really has it. */
export interface Capability {
  source: string;
  state: 'healthy' | 'empty' | 'lagging' | 'not-permitted' | 'not-licensed' | 'off' | 'unreachable';
  /** What it means and what to do, in a sentence. */
  detail: string;
}

/** Keeps a rotating secret (QuickBooks' refresh token). `exclusively` is single-flight over all workers. */
export interface TokenStore {
  read(name: string): Promise<string | undefined>;
  write(name: string, value: string): Promise<void>;
  exclusively<T>(name: string, work: () => Promise<T>): Promise<T>;
}

export interface ConnectDeps {
  clock: Clock;
  tokens: TokenStore;
}

/** An action with its client inside: inputs and receipts come from rows and are parsed on the way in. */
export interface BoundAction {
  id: string;
  undoable: boolean;
  undoWords: string;
  summarise(input: unknown): string;
  preview(input: unknown, call: Call): Promise<Preview>;
  before(input: unknown, call: Call): Promise<unknown>;
  run(input: unknown, receipt: unknown, call: ActionCall): Promise<void>;
  verify(input: unknown, receipt: unknown, call: Call): Promise<Verification>;
  undo(input: unknown, receipt: unknown, call: ActionCall): Promise<void>;
  verifyUndone(input: unknown, receipt: unknown, call: Call): Promise<Verification>;
}

/** A connector with its credentials in place; only the worker has one. */
export interface Connection {
  id: string;
  name: string;
  ask(queryId: string, input: unknown, call: Call): Promise<Answer<unknown>>;
  action(actionId: string): BoundAction;
  check(call: Call): Promise<readonly Capability[]>;
}

/** What the rest of Cordon sees of a vendor: no client types, nothing callable without `open`. */
export interface Connector {
  id: string;
  name: string;
  config: z.ZodType<unknown>;
  queries: readonly { id: string; question: string }[];
  actions: readonly {
    id: string;
    input: z.ZodType<unknown>;
    undo: { kind: 'reversible' | 'irreversible'; words: string };
  }[];
  open(config: unknown, deps: ConnectDeps): Connection;
}
