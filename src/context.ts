import type { Clock } from './clock.ts';
import type { Config } from './config/schema.ts';
import type { Connection } from './connectors/contract.ts';
import type { Db } from './db/open.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { People } from './workspace/people.ts';
import type { Sender } from './workspace/sender.ts';

/** What every verb stands on. One per process; nothing in it changes after the start. */
export interface Context {
  config: Config;
  db: Db;
  log: Log;
  clock: Clock;
  people: People;
  metrics: Metrics;
}

/** The worker's: only it can reach vendors and post to Slack. */
export interface WorkerContext extends Context {
  connections: ReadonlyMap<string, Connection>;
  sender: Sender;
  /** Off only where Slack's limits are not the question (the benchmark). */
  paced: boolean;
}
