import type { World } from '#sandbox/twin.ts';
import type { Manifest } from './manifest.ts';
import type { SlackState } from './state.ts';

/** One event of the Events API, without its envelope. */
export interface AppEvent {
  type: string;
  [field: string]: unknown;
}

/** What every part of the stand-in stands on. */
export interface Workspace {
  world: World;
  state: SlackState;
  manifest: Manifest;
  /** The sandbox's own address, for `response_url` and uploads. */
  ownUrl(): string;
  /** Sends an event to the app when the manifest subscribes to it; does not wait for the answer. */
  notify(event: AppEvent): void;
}

/** `C`, `D`, `V` … and a number that is never given twice. */
export function nextId({ state }: Pick<Workspace, 'state'>, prefix: string): string {
  state.lastId += 1;
  return `${prefix}0${String(state.lastId).padStart(6, '0')}`;
}

/** A message timestamp: seconds with six decimals, later than every one before. */
export function nextTs({ state, world }: Pick<Workspace, 'state' | 'world'>): string {
  state.lastTs = Math.max(state.lastTs + 1, world.now().getTime() * 1000);
  const micros = String(state.lastTs);
  return `${micros.slice(0, -6)}.${micros.slice(-6)}`;
}

export const nowSeconds = ({ world }: Pick<Workspace, 'world'>) => Math.floor(world.now().getTime() / 1000);
