import { processEnvironment } from '#src/config/environment.ts';

/**
 * True, so that `describe.skipIf(missing && skipReason('…'))` skips and says why. Where CORDON_REQUIRE_ALL is 1 (`.ci/run` sets it) it
 * throws instead: there, a leg that did not run is a failure.
 */
export function skipReason(reason: string): boolean {
  if (processEnvironment().CORDON_REQUIRE_ALL === '1') throw new Error(`Nothing may be skipped here: ${reason}`);
  process.stderr.write(`skipped: ${reason}\n`);
  return true;
}
