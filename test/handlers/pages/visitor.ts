import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core';
import { findChromium } from '#test/helpers/chromium.ts';

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];

export const startBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: findChromium() ?? '', args: FLAGS });

export interface Visitor {
  page: Page;
  cdp: CDPSession;
  authenticatorId: string;
}

/** Somebody at a browser of their own, with a key of their own that knows its owner. */
export async function visit(browser: Browser): Promise<Visitor> {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(8_000);
  return { page, ...(await giveKey(page)) };
}

/** A platform authenticator as Chromium emulates one (CDP, WebAuthn domain). */
export async function giveKey(page: Page): Promise<Omit<Visitor, 'page'>> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { cdp, authenticatorId };
}

/** What the page says once it is done, or has failed. */
export async function settled({ page }: Pick<Visitor, 'page'>): Promise<string> {
  await page.locator('#said[data-how="done"], #said[data-how="failed"]').waitFor();
  return (await page.getByRole('status').textContent()) ?? '';
}
