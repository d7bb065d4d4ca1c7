import type { World } from '#sandbox/twin.ts';
import { type MethodName, methods } from './methods.ts';

/** Slack's rate limits as buckets that refill with the sandbox's own time. */
export interface Pacing {
  on: boolean;
  /** Seconds to wait, or undefined when the call may go ahead. */
  take(method: MethodName, channel: unknown): number | undefined;
}

const PER_MINUTE = { 2: 20, 3: 50, 4: 100 } as const;

/** How many calls fit at once and how many come back a second. Posts: one a second and channel, and no burst. */
function bucketOf(method: MethodName): { size: number; perSecond: number } | undefined {
  const { tier } = methods[method];
  if (tier === 'special') return undefined;
  if (tier === 'post') return { size: 1, perSecond: 1 };
  return { size: PER_MINUTE[tier], perSecond: PER_MINUTE[tier] / 60 };
}

export function createPacing(world: Pick<World, 'now'>, on: boolean): Pacing {
  const levels = new Map<string, { level: number; at: number }>();
  return {
    on,
    take(method, channel) {
      const bucket = bucketOf(method);
      if (!this.on || !bucket) return undefined;
      const key = methods[method].tier === 'post' ? `${method} ${String(channel)}` : method;
      const now = world.now().getTime();
      const before = levels.get(key) ?? { level: bucket.size, at: now };
      const level = Math.min(bucket.size, before.level + ((now - before.at) / 1000) * bucket.perSecond);
      if (level < 1) return Math.ceil((1 - level) / bucket.perSecond);
      levels.set(key, { level: level - 1, at: now });
      return undefined;
    },
  };
}
