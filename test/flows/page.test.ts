import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scenarios } from '#sandbox/scenarios/index.ts';
import { findChromium } from '#test/helpers/chromium.ts';
import { type Installation, install } from '#test/helpers/installation.ts';
import { skipReason } from '#test/helpers/require-or-skip.ts';

const executablePath = findChromium();
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const PATIENCE = { timeout: 30_000 };

let cordon: Installation;
let browser: Browser;
let page: Page;

describe.skipIf(!executablePath && skipReason('no Chromium was found, so the page is not clicked'))(
  'on the page, as people click',
  () => {
    beforeAll(async () => {
      cordon = await install({ scenarios });
      browser = await chromium.launch({ executablePath: executablePath ?? '', args: FLAGS });
      page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
      await page.goto(cordon.sandbox.url);
    });
    afterAll(async () => {
      await browser?.close();
      await cordon?.stop();
    });

    const be = async (person: string, channel: string) => {
      await page.locator(`[data-person="${person}"]`).click(PATIENCE);
      await page.locator(`[data-channel="${channel}"]`).click(PATIENCE);
    };
    const press = (name: string | RegExp) => page.getByRole('button', { name }).last().click(PATIENCE);
    const modal = (): Locator => page.locator('dialog[data-view-id]').last();

    /** Fills in why, submits with the button of that name, and closes the answer. */
    async function say(submit: string, reason: string): Promise<void> {
      await modal().locator('textarea').fill(reason, PATIENCE);
      await modal().getByRole('button', { name: submit, exact: true }).click(PATIENCE);
      await modal()
        .getByText(/recorded|Under way|Decided|Declined|closed|not be done/i)
        .first()
        .waitFor(PATIENCE);
      await page.keyboard.press('Escape');
      await page.locator('dialog[data-view-id]').waitFor({ state: 'detached', ...PATIENCE });
    }
    const shows = async (vendor: string, row: string, value: string) => {
      const found = page.locator(`[data-vendor="${vendor}"] [data-row="${row}"]`);
      await expect.poll(async () => (await found.textContent()) ?? '', PATIENCE).toContain(value);
    };

    test('a responder freezes, revokes, ends sessions, and takes the freeze back', async () => {
      await be('noor', '#triage-security');
      await page.locator('[data-scenario="connected-app-exfiltration"]').click(PATIENCE);
      await press('Take CASE-1');
      await press(/^Freeze Mara Ito in Salesforce: look/);
      await say('Freeze', 'She was called by "IT support"');
      await press(/^Revoke the grants of My Ticket Portal/);
      await say('Revoke', 'Nobody installed it');
      await press(/^End the Salesforce sessions/);
      await say('End', 'They may be the caller');
      await shows('salesforce', 'Mara Ito', 'frozen');
      await shows('salesforce', 'Grants of My Ticket Portal', '0');
      await shows('salesforce', 'Live sessions of Mara Ito', '0');
      await press(/^Undo: Freeze Mara Ito/);
      await say('Undo', 'She is at her desk again');
      await shows('salesforce', 'Mara Ito', 'active');
    }, 120_000);

    test('two finance approvers void the payment; the first one alone does not', async () => {
      await be('ana', '#general');
      await page.locator('[data-scenario="vendor-bank-change"]').click(PATIENCE);
      await page.locator('[data-channel="Cordon"]').click(PATIENCE);
      await press(/^We did not agree/);
      await say('We did not agree', 'I called them on the number we had');
      await press(/^Void .*: look/);
      await say('Void', 'Not theirs');
      await shows('quickbooks', 'Payment to Brightwater Supplies', 'open');
      await be('jonas', 'Cordon');
      await press(/^Void .*: look/);
      await say('Void', 'Agreed with Ana');
      await shows('quickbooks', 'Payment to Brightwater Supplies', 'voided');
    }, 120_000);

    test('somebody without the role is told why, in private, and nothing happens', async () => {
      const votes = async () => (await cordon.database.db.selectFrom('approvals').select('id').execute()).length;
      const before = await votes();
      await be('noor', '#triage-security');
      await cordon.allow('security', []);
      await press(/^Suspend Mara Ito in Okta: look|^Clear Mara Ito.*: look/);
      await page.locator('#talk').getByText("You can't do this: it needs the role security").waitFor(PATIENCE);
      expect(await votes()).toBe(before);
    });
  },
);
