const PATIENCE_MS = 15_000;
const LOOK_EVERY_MS = 25;

/** Waits until something is found, for as long as a slow machine may need; fails with what was waited for. */
export async function eventually<Found>(
  find: () => Promise<Found | undefined>,
  patienceMs = PATIENCE_MS,
): Promise<Found> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
    if (performance.now() > deadline)
      throw new Error(`waited ${patienceMs} ms in vain for: ${find.toString().slice(0, 300)}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
