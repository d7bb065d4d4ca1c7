import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '#test/helpers/chromium.ts';
import type { TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { skipReason } from '#test/helpers/require-or-skip.ts';
import { weakTexts } from '#test/sandbox/page/contrast.ts';
import { asked, createStage, emails, enrolled, enrolledApp, enrolment } from '#test/src/step-up/stage.ts';
import { type ServedPages, servePagesOf } from './served.ts';
import { startBrowser } from './visitor.ts';

const WORD = 'a-name-somebody-made-very-long-so-that-no-phone-is-wide-enough-for-it';

let database: TestDatabase;
let ctx: TestContext;
let pages: ServedPages;
let browser: Browser;

describe.skipIf(!findChromium() && skipReason('no Chromium was found, so the pages were not looked at'))(
  'the pages',
  () => {
    beforeAll(async () => {
      database = await createTestDatabase();
      ctx = createStage(database);
      await enrolled(ctx, emails.noor);
      await enrolledApp(ctx, emails.noor);
      pages = await servePagesOf(ctx);
      browser = await startBrowser();
    });
    afterAll(async () => {
      await browser?.close();
      await pages?.close();
      await database?.close();
    });

    test.each([
      ['light', 900],
      ['light', 375],
      ['dark', 900],
      ['dark', 320],
    ] as const)('%s, %i pixels wide: everything can be read, and nothing is cut off', async (colorScheme, width) => {
      const page = await (await browser.newContext({ colorScheme, viewport: { width, height: 800 } })).newPage();
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      const { caseId, token } = await asked(ctx);
      await database.db
        .updateTable('steps')
        .set({ title: `Freeze ${WORD}` })
        .where('case_id', '=', caseId)
        .execute();
      const enrol = await enrolment(ctx, emails.sam);
      for (const path of [`step-up/${token}`, `enrol/${enrol}`]) {
        await page.goto(`${pages.url}/pages/${path}`);
        await page.locator('#said').evaluate((said) => {
          said.textContent = 'Not done.';
          (said as HTMLElement).dataset.how = 'failed';
        });
        for (const details of await page.locator('details').all()) await details.locator('summary').click();
        expect(await weakTexts(page)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        const [first] = await page.getByRole('heading', { level: 1 }).all();
        expect(await first?.textContent()).toMatch(/^Freeze |^Enrol a key for Sam Okoro$/);
      }
      expect(complaints).toEqual([]);
      await page.goto(`${pages.url}/pages/enrol/nonsense`);
      expect(await weakTexts(page)).toEqual([]);
    });
  },
);
