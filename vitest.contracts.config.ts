import { defineConfig } from 'vitest/config';

/** The contracts alone, for `npm run check`: no database, no services. */
export default defineConfig({ test: { include: ['test/contracts/**/*.test.ts'] } });
