import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { InvalidInput } from '../src/errors.ts';
import { createFaults, type Faults } from './faults.ts';
import type { World } from './twin.ts';

const Saved = z.object({ clockOffsetMs: z.number(), stores: z.record(z.string(), z.looseObject({})) });

interface WorldSettings {
  /** Where the state is kept between runs; without it nothing is. */
  file?: string;
  clockOffsetMs?: number;
}

/** The world with the levers its owner holds; a twin sees only `World`. */
export interface SandboxWorld extends World {
  readonly faults: Faults;
  /** Moves time forward, for every twin at once. */
  advance(milliseconds: number): void;
  onChange(listener: () => void): () => void;
  /** A copy of every store, by name. */
  snapshot(): Record<string, unknown>;
  /** Puts every store back to its first state, in place, and time to where it started. */
  reset(): void;
  /** Writes what is not yet written. */
  stop(): Promise<void>;
}

const SAVE_AFTER_MS = 100;

export function createWorld(settings: WorldSettings = {}): SandboxWorld {
  const saved = settings.file === undefined ? undefined : load(settings.file);
  const stores = new Map<string, { state: object; initial: () => object }>();
  const listeners = new Set<() => void>();
  const faults = createFaults();
  const firstOffsetMs = settings.clockOffsetMs ?? 0;
  let offsetMs = saved?.clockOffsetMs ?? firstOffsetMs;
  let kept: Record<string, object> = saved?.stores ?? {};

  const snapshot = () => Object.fromEntries([...stores].map(([name, { state }]) => [name, structuredClone(state)]));
  const asJson = () => JSON.stringify({ clockOffsetMs: offsetMs, stores: { ...kept, ...snapshot() } });
  const disk = settings.file === undefined ? undefined : createDisk(settings.file, asJson);

  function changed() {
    disk?.saveSoon();
    for (const listener of listeners) listener();
  }

  return {
    faults,
    now: () => new Date(Date.now() + offsetMs),
    store<State extends object>(name: string, initial: () => State): State {
      const known = stores.get(name);
      if (known) return known.state as State;
      const state = (kept[name] ?? initial()) as State;
      stores.set(name, { state, initial });
      return state;
    },
    changed,
    pretends: (request) => faults.pretends(request),
    advance(milliseconds) {
      offsetMs += milliseconds;
      changed();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    snapshot,
    reset() {
      offsetMs = firstOffsetMs;
      kept = {};
      faults.clear();
      for (const { state, initial } of stores.values()) replaceContents(state, initial());
      changed();
    },
    stop: async () => disk?.close(),
  };
}

/** Twins hold on to the object they were given, so its contents change and the object stays. */
export function replaceContents(state: object, contents: object): void {
  for (const key of Object.keys(state)) Reflect.deleteProperty(state, key);
  Object.assign(state, contents);
}

function load(file: string) {
  if (!existsSync(file)) return undefined;
  try {
    return Saved.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new InvalidInput('sandbox-state', `${file} is not a sandbox state. Delete it to start afresh.`, { cause });
  }
}

function createDisk(file: string, contents: () => string) {
  let timer: NodeJS.Timeout | undefined;
  let failure: unknown;
  let closed = false;
  let writing = Promise.resolve();

  async function write() {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(`${file}.tmp`, contents());
    await rename(`${file}.tmp`, file);
  }
  function save() {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(write).catch((error: unknown) => {
      failure = error;
    });
  }
  return {
    saveSoon() {
      if (!closed) timer ??= setTimeout(save, SAVE_AFTER_MS);
    },
    async close() {
      closed = true;
      if (timer) save();
      await writing;
      if (failure) throw failure;
    },
  };
}
