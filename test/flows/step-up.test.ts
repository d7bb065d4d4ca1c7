import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scenarios } from '#sandbox/scenarios/index.ts';
import { issueEnrolment } from '#src/step-up/issue-enrolment.ts';
import { giveKey, settled, startBrowser } from '#test/handlers/pages/visitor.ts';
import { findChromium } from '#test/helpers/chromium.ts';
import { type Installation, install } from '#test/helpers/installation.ts';
import { skipReason } from '#test/helpers/require-or-skip.ts';

const PATIENCE = { timeout: 30_000 };
const ACTION = 'quickbooks.void-bill-payment';

let cordon: Installation;
let browser: Browser;

describe.skipIf(!findChromium() && skipReason('no Chromium was found, so no payment was confirmed with a key'))(
  'a payment whose void takes a key',
  () => {
    beforeAll(async () => {
      cordon = await install({
        scenarios,
        config: (text) =>
          `${text}  step_up: [${ACTION}]\n  step_up_wait_minutes: 0\nserver: { public_url: "http://localhost:3000" }\n`,
      });
      const [server] = cordon.servers;
      // The port is known only now.
      if (server) server.ctx.config.server = { public_url: server.url.replace('127.0.0.1', 'localhost') };
      browser = await startBrowser();
    });
    afterAll(async () => {
      await browser?.close();
      await cordon?.stop();
    });

    const context = () => {
      const [server] = cordon.servers;
      if (!server) throw new Error('no server');
      return server.ctx;
    };

    /** A browser of one finance approver's own, with the key enrolled in it. */
    async function enrolled(person: string): Promise<Page> {
      const page = await (await browser.newContext({ viewport: { width: 1440, height: 1000 } })).newPage();
      await giveKey(page);
      const actor = { kind: 'cli' as const, user: 'root' };
      const { url } = await issueEnrolment(context(), { person, replace: false, madeBy: 'root', actor });
      await page.goto(url);
      await page.getByRole('button', { name: 'Enrol this device or a security key' }).click(PATIENCE);
      expect(await settled({ page })).toMatch(/^Enrolled\. It can confirm your answers from now on/);
      return page;
    }

    async function inSlack(page: Page, person: string): Promise<void> {
      await page.goto(cordon.sandbox.url);
      await page.locator(`[data-person="${person}"]`).click(PATIENCE);
      await page.locator('[data-channel="Cordon"]').click(PATIENCE);
    }
    const press = (page: Page, name: RegExp) => page.getByRole('button', { name }).last().click(PATIENCE);

    /** Says yes in Slack and follows the link Cordon answers with. */
    async function sayYes(page: Page, reason: string): Promise<string> {
      await press(page, /^Void .*: look/);
      const modal = page.locator('dialog[data-view-id]').last();
      await modal.locator('textarea').fill(reason, PATIENCE);
      await modal.getByRole('button', { name: 'Void', exact: true }).click(PATIENCE);
      const link = modal.getByRole('link', { name: 'Open the page' });
      const url = await link.getAttribute('href', PATIENCE);
      await page.keyboard.press('Escape');
      await page.locator('dialog[data-view-id]').waitFor({ state: 'detached', ...PATIENCE });
      await page.goto(url ?? '');
      return (await page.locator('.code strong').textContent(PATIENCE)) ?? '';
    }

    async function confirm(page: Page): Promise<string> {
      await page.getByRole('radio', { name: /^Yes: Void/ }).check(PATIENCE);
      await page.getByRole('button', { name: 'Confirm with your key' }).click(PATIENCE);
      return settled({ page });
    }

    const payment = async (page: Page) => {
      await page.goto(cordon.sandbox.url);
      const row = page.locator('[data-vendor="quickbooks"] [data-row="Payment to Brightwater Supplies"]');
      return (await row.textContent(PATIENCE)) ?? '';
    };

    test('two approvers click, confirm with their keys, and only then it is voided', async () => {
      const ana = await enrolled('ana.lima@northwind.example');
      const jonas = await enrolled('jonas.weber@northwind.example');
      await inSlack(ana, 'ana');
      await ana.locator('[data-scenario="vendor-bank-change"]').click(PATIENCE);
      await press(ana, /^We did not agree/);
      const modal = ana.locator('dialog[data-view-id]').last();
      await modal.locator('textarea').fill('I called them', PATIENCE);
      await modal.getByRole('button', { name: 'We did not agree', exact: true }).click(PATIENCE);
      await modal
        .getByText(/Decided/)
        .first()
        .waitFor(PATIENCE);
      await ana.keyboard.press('Escape');

      const code = await sayYes(ana, 'Not theirs');
      expect(code).toMatch(/^[0-9A-F]{4}$/);
      expect(await confirm(ana)).toMatch(/^Your yes is recorded\. 1 more person has to say yes/);

      await inSlack(jonas, 'jonas');
      expect(await sayYes(jonas, 'Agreed with Ana')).toBe(code);
      await jonas.getByText('Ana Lima said yes').waitFor(PATIENCE);
      expect(await payment(ana)).toContain('open');
      await inSlack(jonas, 'jonas');
      await sayYes(jonas, 'Agreed with Ana');
      expect(await confirm(jonas)).toMatch(/^Your yes is recorded\. Cordon does it now/);
      await expect.poll(() => payment(ana), PATIENCE).toContain('voided');

      const told = await cordon.database.db
        .selectFrom('messages')
        .select(['recipient', 'ts'])
        .where('key', 'like', 'bound:%')
        .execute();
      expect(told).toEqual([
        { recipient: expect.stringMatching(/^U/), ts: expect.any(String) },
        { recipient: expect.stringMatching(/^U/), ts: expect.any(String) },
      ]);
      const votes = await cordon.database.db
        .selectFrom('approvals')
        .select(['name', 'confirmed_by'])
        .where('choice', '=', 'approve')
        .orderBy('at')
        .execute();
      expect(votes).toEqual([
        { name: 'Ana Lima', confirmed_by: 'passkey' },
        { name: 'Jonas Weber', confirmed_by: 'passkey' },
      ]);
    }, 120_000);
  },
);
