import type { Fault, TwinRequest } from './twin.ts';

/** A fault waiting for its requests. `path` is a prefix, below the mount; `times` is how many requests it still takes. */
export interface QueuedFault {
  mount: string;
  method?: string | undefined;
  path: string;
  fault: Fault;
  times: number;
}

type RouterFault = Exclude<Fault, { kind: 'say-done-do-nothing' }>;

export interface Faults {
  add(fault: QueuedFault): void;
  list(): readonly QueuedFault[];
  clear(): void;
  /** Remembers which mount a request came in by, so that a twin can ask `pretends` without knowing its own mount. */
  arrived(request: TwinRequest, mount: string): void;
  /** The next fault the router must play for this request, used up. */
  take(request: TwinRequest): RouterFault | undefined;
  pretends(request: TwinRequest): boolean;
}

/** Faults by script, first in, first played. Kept in memory only: a restart is a good day. */
export function createFaults(): Faults {
  let queue: QueuedFault[] = [];
  const mounts = new WeakMap<TwinRequest, string>();

  function use<Wanted extends Fault>(request: TwinRequest, wanted: (fault: Fault) => fault is Wanted) {
    for (const queued of queue) {
      const { mount, method, path, fault } = queued;
      if (mount !== mounts.get(request) || !request.path.startsWith(path) || !wanted(fault)) continue;
      if (method !== undefined && method !== request.method) continue;
      queued.times -= 1;
      queue = queue.filter(({ times }) => times > 0);
      return fault;
    }
    return undefined;
  }

  return {
    add(fault) {
      queue.push({ ...fault });
    },
    list: () => queue,
    clear() {
      queue = [];
    },
    arrived(request, mount) {
      mounts.set(request, mount);
    },
    take: (request) => use(request, (fault): fault is RouterFault => fault.kind !== 'say-done-do-nothing'),
    pretends: (request) => use(request, (fault) => fault.kind === 'say-done-do-nothing') !== undefined,
  };
}
