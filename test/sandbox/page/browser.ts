import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { findChromium } from '#test/helpers/chromium.ts';
import { skipReason } from '#test/helpers/require-or-skip.ts';

const executablePath = findChromium();

/** True, having said why, when this machine has no browser to look at the page with. */
export const withoutBrowser =
  executablePath === undefined && skipReason('no Chromium in PATH, so the sandbox page was not looked at');

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface Viewer {
  /** A page of its own, with nothing stored, in Amsterdam. What goes wrong inside it fails the test at `leave`. */
  look(url: string, options?: BrowserContextOptions): Promise<Page>;
  /** Closes every page and throws what any of them complained about. */
  leave(): Promise<void>;
  stop(): Promise<void>;
}

export async function startViewer(): Promise<Viewer> {
  const browser: Browser = await chromium.launch({ executablePath: executablePath ?? '', args });
  const complaints: string[] = [];
  return {
    async look(url, options = {}) {
      const context = await browser.newContext({
        timezoneId: 'Europe/Amsterdam',
        reducedMotion: 'reduce',
        viewport: { width: 1440, height: 900 },
        ...options,
      });
      const page = await context.newPage();
      page.on('pageerror', (error) => complaints.push(String(error.stack)));
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      page.setDefaultTimeout(8_000);
      await page.goto(url);
      await page.locator('[data-person]').first().waitFor({ state: 'attached' });
      return page;
    },
    async leave() {
      await Promise.all(browser.contexts().map((context) => context.close()));
      const said = complaints.splice(0);
      if (said.length > 0) throw new Error(said.join('\n'));
    },
    stop: () => browser.close(),
  };
}
