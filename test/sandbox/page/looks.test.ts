import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startViewer, type Viewer, withoutBrowser } from './browser.ts';
import { weakTexts } from './contrast.ts';
import { gallery, hostileBlocks, unknownBlocks } from './gallery.ts';
import { type Stage, startStage } from './stage.ts';

const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };

describe.skipIf(withoutBrowser)('how it looks', () => {
  let viewer: Viewer;
  let stage: Stage;

  beforeAll(async () => {
    viewer = await startViewer();
  });
  afterAll(() => viewer?.stop());
  beforeEach(async () => {
    stage = await startStage();
    await stage.openCase();
  });
  afterEach(async () => {
    await viewer.leave();
    await stage.stop();
  });

  const theme = (page: Page) => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);

  test('light or dark as the machine says, until somebody says otherwise', async () => {
    expect(await theme(await viewer.look(stage.url, { colorScheme: 'light' }))).toBe('light');
    const page = await viewer.look(stage.url, { colorScheme: 'dark' });
    expect(await theme(page)).toBe('dark');
    await page.getByRole('button', { name: 'Use the light theme' }).click();
    expect(await theme(page)).toBe('light');
    await page.reload();
    await page.getByRole('button', { name: 'Use the dark theme' }).waitFor();
    expect(await theme(page)).toBe('light');
  });

  test.each(['light', 'dark'] as const)('every text can be read in the %s theme', async (colorScheme) => {
    stage.plant([...gallery, ...hostileBlocks, ...unknownBlocks]);
    await stage.act({ as: 'sam', act: 'message', channel: 'C0TRIAGE', text: 'On it' });
    const page = await viewer.look(stage.url, { colorScheme });
    await page.locator('.unknown').first().waitFor();
    expect(await weakTexts(page)).toEqual([]);
    await page.locator('[data-action-id="freeze"]').click();
    await page.locator('dialog[open]').waitFor();
    await page.locator('[data-part="submit"]').click();
    await page.locator('dialog .error').waitFor();
    expect(await weakTexts(page)).toEqual([]);
  });

  test('a phone: one column at a time, nothing wider than the screen', async () => {
    stage.plant(gallery);
    const page = await viewer.look(stage.url, phone);
    await page.locator('[data-ts]').first().waitFor();
    for (const pane of ['rail', 'talk', 'outside']) {
      await page.locator(`[data-show="${pane}"]`).click();
      expect(await page.locator(`#${pane}`).isVisible()).toBe(true);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
      const wider = await page
        .locator(`#${pane}`)
        .evaluate(
          (node) =>
            [...node.querySelectorAll('*')].filter(
              (one) => one.getBoundingClientRect().right > 361 && !one.closest('.table'),
            ).length,
        );
      expect(wider).toBe(0);
    }
    await page.locator('[data-show="rail"]').click();
    await page.locator('[data-person="ana"]').click();
    await page.getByRole('heading', { name: /Did you agree/ }).waitFor();
    expect(await page.locator('#rail').isVisible()).toBe(false);
  });

  test('the focus can be seen, and the first stop skips to the messages', async () => {
    const page = await viewer.look(stage.url);
    await page.keyboard.press('Tab');
    const skip = page.getByRole('link', { name: 'Skip to the messages' });
    expect(await skip.evaluate((node) => node === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('talk');
    await page.keyboard.press('Tab');
    await page.locator('[data-action-id="take"]').focus();
    const outline = await page
      .locator('[data-action-id="take"]')
      .evaluate((node) => getComputedStyle(node).outlineWidth);
    expect(outline).toBe('2px');
  });

  test('nothing moves for somebody who asked for that', async () => {
    const page = await viewer.look(stage.url, { reducedMotion: 'reduce' });
    await page.locator('[data-action-id="take"]').press('Enter');
    await page.locator('.redrawn').waitFor();
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  });
});
