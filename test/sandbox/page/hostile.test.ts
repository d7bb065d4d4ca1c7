import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startViewer, type Viewer, withoutBrowser } from './browser.ts';
import { hostile, hostileBlocks, unknownBlocks } from './gallery.ts';
import { type Stage, startStage } from './stage.ts';

const injected = (page: Page) =>
  page.evaluate(() => ({
    ran: 'injected' in window,
    nodes: document.querySelectorAll('main script, main img, main iframe, main [onerror]').length,
  }));

test('no file of the page writes markup', () => {
  const folder = new URL('../../../sandbox/page/', import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  expect(files.length).toBeGreaterThan(30);
  const writes = files.filter((name) =>
    /innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|srcdoc/.test(
      readFileSync(new URL(name, folder), 'utf8'),
    ),
  );
  expect(writes).toEqual([]);
});

describe.skipIf(withoutBrowser)('what an attacker writes', () => {
  let viewer: Viewer;
  let stage: Stage;

  beforeAll(async () => {
    viewer = await startViewer();
  });
  afterAll(() => viewer?.stop());
  beforeEach(async () => {
    stage = await startStage();
  });
  afterEach(async () => {
    await viewer.leave();
    await stage.stop();
  });

  async function planted(blocks: readonly unknown[], text?: string): Promise<Page> {
    stage.plant(blocks, text);
    const page = await viewer.look(stage.url);
    await page.locator('[data-ts]').waitFor();
    return page;
  }

  test('markup stays text, in every kind of text and in the message itself', async () => {
    const page = await planted(hostileBlocks);
    expect(await injected(page)).toEqual({ ran: false, nodes: 0 });
    expect(await page.locator('[data-block="section"] .text').first().textContent()).toBe(hostile.markup);
    stage.plant([], hostile.markup);
    await page.locator('[data-ts]').nth(1).waitFor();
    expect(await injected(page)).toEqual({ ran: false, nodes: 0 });
  });

  test('a call to everybody cannot be overlooked', async () => {
    const page = await planted(hostileBlocks);
    expect(await page.locator('.mention-all').allTextContents()).toEqual(['@channel', '@here']);
  });

  test('a character that turns the direction is shown and does nothing', async () => {
    const page = await planted(hostileBlocks);
    const text = page.locator('[data-block="section"]', { hasText: 'invoice' });
    expect(await text.textContent()).toBe('invoiceU+202Efdp.exe is here');
    expect(await page.locator('main').textContent()).not.toContain('\u202e');
  });

  test('an address that is no address leads nowhere', async () => {
    const page = await planted(hostileBlocks);
    expect(await page.locator('main a').count()).toBe(0);
    expect(await page.locator('.dead-link').textContent()).toBe('click me');
  });

  test('3,000 characters without a space break, at phone width too', async () => {
    stage.plant(hostileBlocks);
    const page = await viewer.look(stage.url, { viewport: { width: 360, height: 760 }, isMobile: true });
    await page.locator('[data-ts]').waitFor();
    const widths = await page.evaluate(() =>
      ['html', '#talk-body'].map((selector) => {
        const node = document.querySelector(selector);
        return node ? node.scrollWidth - node.clientWidth : Number.NaN;
      }),
    );
    expect(widths).toEqual([0, 0]);
  });

  test('a block or element the page does not know stands in a red box with its type', async () => {
    const page = await planted(unknownBlocks);
    const boxes = page.locator('[data-unknown]');
    expect(await boxes.evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-unknown')))).toEqual([
      'hologram',
      'file_input',
    ]);
    expect(await boxes.first().textContent()).toContain('This page cannot draw the block "hologram".');
    expect(await boxes.first().evaluate((node) => getComputedStyle(node).borderTopColor)).toBe('rgb(163, 38, 28)');
  });

  test('nothing but the sandbox itself is asked for anything', async () => {
    stage.plant(hostileBlocks);
    const page = await viewer.look(stage.url);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).origin));
    await page.reload();
    await page.locator('[data-ts]').waitFor();
    expect(new Set(asked)).toEqual(new Set([stage.url]));
  });
});
