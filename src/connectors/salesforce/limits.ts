import type { Clock } from '../../clock.ts';
import { VendorError } from '../../errors.ts';

const STOP_AT = 0.9;
/** An older observation says nothing about now: one question may pass and look again. */
const FRESH_MS = 60_000;

export interface LimitGuard {
  observe(headers: Headers): void;
  /** Throws when so little of the day's API quota is left that questions would starve the business. */
  assertRoom(): void;
}

/** Watches `Sforce-Limit-Info`, which every REST answer carries. */
export function createLimitGuard(clock: Clock): LimitGuard {
  let seen: { used: number; max: number; at: number } | undefined;
  return {
    observe(headers) {
      const usage = headers.get('sforce-limit-info')?.match(/(?:^|[\s;,])api-usage=(\d+)\/(\d+)/);
      if (usage) seen = { used: Number(usage[1]), max: Number(usage[2]), at: clock.now().getTime() };
    },
    assertRoom() {
      if (!seen || seen.used < seen.max * STOP_AT || clock.now().getTime() - seen.at > FRESH_MS) return;
      const [used, max] = [seen.used, seen.max].map((number) => number.toLocaleString('en-US'));
      throw new VendorError(
        `Salesforce has used ${used} of its ${max} API requests of the last 24 hours. Cordon stops asking at 90 % so that the business keeps the rest; containing still works.`,
        { vendor: 'Salesforce', kind: 'rate-limited' },
      );
    },
  };
}
