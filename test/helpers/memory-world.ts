import type { TwinRequest, World } from '#sandbox/twin.ts';

export interface MemoryWorld extends World {
  advance(milliseconds: number): void;
  /** The next request below this path is answered with success and changes nothing. */
  pretendNext(path: string): void;
}

/** A world for one twin: time stands still until it is moved, and nothing is kept. */
export function createMemoryWorld({ now }: { now: Date }): MemoryWorld {
  const stores = new Map<string, object>();
  const pretended: string[] = [];
  let time = now.getTime();
  return {
    now: () => new Date(time),
    store<State extends object>(name: string, initial: () => State): State {
      const state = (stores.get(name) ?? initial()) as State;
      stores.set(name, state);
      return state;
    },
    changed() {},
    pretends({ path }: TwinRequest) {
      const used = pretended.findIndex((prefix) => path.startsWith(prefix));
      if (used !== -1) pretended.splice(used, 1);
      return used !== -1;
    },
    advance(milliseconds) {
      time += milliseconds;
    },
    pretendNext(path) {
      pretended.push(path);
    },
  };
}
