import type { IncomingHttpHeaders } from 'node:http';

/** One request to a stand-in, read whole. `path` is below the twin's own mount point. */
export interface TwinRequest {
  method: string;
  path: string;
  /** Filled from `:name` parts of the route's pattern, decoded. */
  params: Record<string, string>;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** Raw text of the body, empty when there was none. */
  body: string;
}

export interface TwinAnswer {
  status: number;
  headers?: Record<string, string | string[]>;
  /** Sent as JSON; a string is sent as it is; undefined sends no body. */
  body?: unknown;
}

export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `/api/v1/users/:id/lifecycle/suspend` */
  pattern: string;
  handle(request: TwinRequest): TwinAnswer | Promise<TwinAnswer>;
}

/** One line of the panel beside the Slack page: what a vendor now holds. */
export interface PanelRow {
  label: string;
  value: string;
  /** `ok` is how things are on a good day, `bad` what an attacker left, `contained` what Cordon changed. */
  tone: 'ok' | 'bad' | 'contained';
}

/** What a twin can be told to do wrong, once or `times` times. */
export type Fault =
  | { kind: 'status'; status: number; headers?: Record<string, string>; body?: unknown }
  | { kind: 'delay'; milliseconds: number }
  /** The work is done, the answer never arrives. */
  | { kind: 'lose-answer' }
  /** Answers success and changes nothing. */
  | { kind: 'say-done-do-nothing' };

/**
 * A small stateful stand-in for one vendor, over real HTTP. State is plain JSON in the world's store, so it survives a restart;
 * time comes from the world, so it can be moved.
 */
export interface Twin {
  id: 'okta' | 'salesforce' | 'quickbooks';
  name: string;
  routes: readonly Route[];
  panel(): readonly PanelRow[];
}

/** What a twin stands on. */
export interface World {
  now(): Date;
  /** The twin's own state: created once by `initial`, the same object afterwards. Call `changed` after changing it. */
  store<State extends object>(name: string, initial: () => State): State;
  changed(): void;
  /** The next queued `say-done-do-nothing` for this route, used up; the router handles the other faults itself. */
  pretends(request: TwinRequest): boolean;
}
