import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startViewer, type Viewer, withoutBrowser } from './browser.ts';
import { opened } from './cards.ts';
import { gallery } from './gallery.ts';
import { type Stage, startStage } from './stage.ts';

describe.skipIf(withoutBrowser)('what a message may carry', () => {
  let viewer: Viewer;
  let stage: Stage;
  let page: Page;

  beforeAll(async () => {
    viewer = await startViewer();
    stage = await startStage();
    const posted = await stage.api('chat.postMessage', { channel: 'C0GENERAL', text: 'gallery', blocks: gallery });
    expect(posted).toMatchObject({ ok: true });
    page = await viewer.look(`${stage.url}/#as=noor&in=general`);
    await page.locator('[data-ts]').waitFor();
  });
  afterAll(async () => {
    await viewer?.leave();
    await viewer?.stop();
    await stage?.stop();
  });

  const block = (type: string) => page.locator(`[data-block="${type}"]`);
  const lastClick = async () => {
    const sent = (await stage.control('GET', '/sent')) as { body: string }[];
    const bodies = sent.map(({ body }) => new URLSearchParams(body).get('payload')).filter((body) => body !== null);
    return bodies.map((body) => JSON.parse(body).actions[0]).at(-1);
  };

  test('every block is drawn, and nothing is in a red box', async () => {
    for (const type of new Set(gallery.map((one) => one.type)))
      expect(await block(type).count(), type).toBeGreaterThan(0);
    expect(await page.locator('.unknown').count()).toBe(0);
    expect(await block('header').textContent()).toBe('Every block 👀');
    expect(await block('context').locator('strong').textContent()).toBe('context');
  });

  test('mrkdwn: styles, mentions, entities, lists, quotes and code', async () => {
    const text = block('section').first();
    const all = (selector: string) => text.locator(selector).allTextContents();
    expect(await all('p strong, blockquote strong')).toEqual(['bold', 'text']);
    expect(await all('em')).toEqual(['italic']);
    expect(await all('s')).toEqual(['strike']);
    expect(await all('code')).toEqual(['code']);
    expect(await all('.mention')).toEqual(['@Noor Haddad', '#triage-security', '@security-oncall']);
    expect(await all('.item')).toEqual(['•first', '•second', '1.one']);
    expect(await all('blockquote')).toEqual(['quoted text']);
    expect(await all('pre')).toEqual(['pre  <b>formatted</b>\n  twice']);
    expect(await text.locator('p').first().textContent()).toContain('snake_case_name 2*3*4');
    expect(await text.locator('p').first().textContent()).toContain('<b> &');
    expect(await text.getByRole('link', { name: 'a link' }).getAttribute('href')).toBe('https://example.com/a?b=1&c=2');
    expect(await text.getByRole('link', { name: 'a link' }).getAttribute('rel')).toBe('noopener noreferrer');
  });

  test('a moment is shown in the zone of whoever looks', async () => {
    const time = (where: Page) => where.locator('[data-block="section"] time').first();
    expect(await time(page).textContent()).toBe('22 Nov 2026 at 09:14');
    expect(await time(page).getAttribute('datetime')).toBe(new Date(opened * 1000).toISOString());
    const elsewhere = await viewer.look(`${stage.url}/#as=noor&in=general`, { timezoneId: 'America/New_York' });
    expect(await time(elsewhere).textContent()).toBe('22 Nov 2026 at 03:14');
  });

  test('rich text, markdown and tables', async () => {
    const rich = block('rich_text');
    expect(await rich.locator('strong').textContent()).toBe('bold');
    expect(await rich.locator('.rich-line').textContent()).toBe('rich bold and code link@Sam Okoro⚠️09:14');
    expect(await rich.locator('ol > li').allTextContents()).toEqual(['first', 'second']);
    expect(await rich.locator('ul.indent-1 > li').textContent()).toBe('inner');
    expect(await rich.locator('pre').textContent()).toBe('SELECT Id\n  FROM Contact');
    expect(await block('markdown').locator('h4').textContent()).toBe('Analyst notes');
    expect(await block('markdown').locator('li').allTextContents()).toEqual(['one', 'two']);
    expect(await block('table').locator('thead th[scope=col]').allTextContents()).toEqual(['Object', 'Rows']);
    expect(await block('table').locator('td.align-right').allTextContents()).toEqual(['41,250', '812']);
  });

  test('pictures from elsewhere are not fetched; their words stand in', async () => {
    expect(await block('image').locator('img').count()).toBe(0);
    expect(await block('image').getByRole('img').textContent()).toBe('Rows a day over 90 days');
  });

  test('what is chosen reaches the app as Slack would say it', async () => {
    const element = (id: string) => page.locator(`[data-action-id="${id}"]`);
    const done = () => page.locator('[aria-busy]').waitFor({ state: 'detached' });
    await element('choose-one').selectOption('migration');
    await done();
    expect(await lastClick()).toMatchObject({ action_id: 'choose-one', selected_option: { value: 'migration' } });
    await element('choose-date').fill('2026-12-01');
    await done();
    expect(await lastClick()).toMatchObject({ action_id: 'choose-date', selected_date: '2026-12-01' });
    await element('choose-moment').fill('2026-11-24T09:20');
    await done();
    expect(await lastClick()).toMatchObject({ action_id: 'choose-moment', selected_date_time: 1_795_508_400 });
    await element('choose-radio').getByText('Not ours').click();
    await done();
    expect(await lastClick()).toMatchObject({ action_id: 'choose-radio', selected_option: { value: 'not-ours' } });
    await element('choose-ticks').getByText('Customer migration').click();
    await done();
    const both = [{ value: 'migration' }, { value: 'not-ours' }];
    expect(await lastClick()).toMatchObject({ action_id: 'choose-ticks', selected_options: both });
  });

  test('a menu of more actions works from the keyboard', async () => {
    const opener = page.locator('[data-action-id="choose-more"]');
    await opener.focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    expect(await opener.getAttribute('aria-expanded')).toBe('false');
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.locator('[aria-busy]').waitFor({ state: 'detached' });
    expect(await lastClick()).toMatchObject({ type: 'overflow', selected_option: { value: 'not-ours' } });
    expect(await opener.evaluate((node) => node === document.activeElement)).toBe(true);
  });
});
