import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startViewer, type Viewer, withoutBrowser } from './browser.ts';
import { type Stage, startStage } from './stage.ts';

describe.skipIf(withoutBrowser)('modals, with nothing but the keyboard', () => {
  let viewer: Viewer;
  let stage: Stage;
  let page: Page;

  beforeAll(async () => {
    viewer = await startViewer();
  });
  afterAll(() => viewer?.stop());
  beforeEach(async () => {
    stage = await startStage();
    await stage.openCase();
    page = await viewer.look(stage.url);
    await page.locator('[data-action-id="freeze"]').focus();
    await page.keyboard.press('Enter');
    await page.locator('dialog[open]').waitFor();
  });
  afterEach(async () => {
    await viewer.leave();
    await stage.stop();
  });

  const focused = () =>
    page.evaluate(() => {
      const node = document.activeElement;
      return node?.closest('[data-action-id]')?.getAttribute('data-action-id') ?? node?.getAttribute('data-part');
    });
  const gone = () => page.locator('dialog[open]').waitFor({ state: 'detached' });

  test('it opens at its first input, named by its title, with the rest of the page out of reach', async () => {
    expect(await focused()).toBe('text');
    const dialog = page.getByRole('dialog', { name: 'Freeze Mara Ito' });
    expect(await dialog.getAttribute('data-view-id')).toMatch(/^V/);
    expect(await page.getByRole('textbox', { name: 'Why' }).count()).toBe(1);
    const seen = [];
    for (let step = 0; step < 8; step += 1) {
      await page.keyboard.press('Tab');
      seen.push(await page.evaluate(() => document.activeElement?.closest('dialog, body')?.tagName));
    }
    expect(seen.filter((tag) => tag === 'DIALOG').length).toBeGreaterThanOrEqual(6);
    expect(await page.evaluate(() => document.activeElement?.closest('#rail, #talk, #outside'))).toBeNull();
  });

  test('what Slack asks for itself, then what the app asks for, then done; the focus goes back', async () => {
    const error = page.locator('[data-block-id="reason"] .error');
    const submit = () => page.locator('[data-part="submit"]').press('Enter');
    await submit();
    await error.waitFor();
    expect(await error.textContent()).toBe('Please complete this required field.');
    expect(await focused()).toBe('text');
    expect(await page.locator('[data-action-id="text"]').getAttribute('aria-invalid')).toBe('true');

    await page.keyboard.type('brief');
    await submit();
    await page.getByText('Say it in 10 characters or more.').waitFor();
    expect(await page.locator('[data-action-id="text"]').inputValue()).toBe('brief');
    expect(await focused()).toBe('text');

    await page.keyboard.press('End');
    await page.keyboard.type(' is not enough');
    await submit();
    await gone();
    expect(await focused()).toBe('freeze');
    const row = page.locator('[data-vendor="salesforce"] [data-row="Mara Ito"]');
    expect(await row.getAttribute('data-tone')).toBe('contained');
    expect(await row.textContent()).toContain('frozen');
  });

  test('what is typed and chosen is what the app gets', async () => {
    await page.keyboard.type('Customer migration, ticket 8812');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    await page.locator('[data-part="submit"]').press('Enter');
    await gone();
    const sent = (await stage.control('GET', '/sent')) as { body: string }[];
    const { view } = JSON.parse(new URLSearchParams(sent.at(-1)?.body).get('payload') ?? '{}');
    expect(view.state.values.reason.text).toMatchObject({ value: 'Customer migration, ticket 8812' });
    expect(view.state.values.lease.hours).toMatchObject({ selected_option: { value: '24' } });
  });

  test('Escape closes the top one only, and what was typed below is still there', async () => {
    await page.keyboard.type('half a sent');
    await page.locator('[data-action-id="explain"]').press('Enter');
    await page.getByRole('dialog', { name: 'What depends on her' }).waitFor();
    expect(await page.locator('dialog[open]').count()).toBe(2);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'What depends on her' }).waitFor({ state: 'detached' });
    expect(await page.locator('dialog[open]').count()).toBe(1);
    expect(await focused()).toBe('explain');
    expect(await page.locator('[data-action-id="text"]').inputValue()).toBe('half a sent');
    await page.keyboard.press('Escape');
    await gone();
    expect(await focused()).toBe('freeze');
  });

  test('one that loads first ends up at the first input as well', async () => {
    await page.keyboard.press('Escape');
    await gone();
    await page.locator('[data-channel="home"]').press('Enter');
    await page.locator('[data-action-id="open-case"]').press('Enter');
    await page.getByRole('dialog', { name: 'Freeze Mara Ito' }).waitFor();
    await expect.poll(focused).toBe('text');
    await page.keyboard.press('Escape');
    await gone();
    expect(await focused()).toBe('open-case');
  });

  test('a reload shows it again; another person does not see it', async () => {
    await page.reload();
    await page.getByRole('dialog', { name: 'Freeze Mara Ito' }).waitFor();
    const sam = await viewer.look(`${stage.url}/#as=sam`);
    await sam.locator('[data-ts]').first().waitFor();
    expect(await sam.locator('dialog').count()).toBe(0);
  });

  test('a question before a dangerous button: no is the safe default', async () => {
    await page.keyboard.press('Escape');
    await gone();
    const before = ((await stage.control('GET', '/sent')) as unknown[]).length;
    await page.locator('[data-action-id="revoke"]').press('Enter');
    const question = page.getByRole('alertdialog', { name: 'Revoke 2 grants of My Ticket Portal?' });
    await question.waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-confirm'))).toBe('deny');
    await page.keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
    expect(((await stage.control('GET', '/sent')) as unknown[]).length).toBe(before);
    await page.locator('[data-action-id="revoke"]').press('Enter');
    await page.locator('[data-confirm="confirm"]').press('Enter');
    await expect.poll(async () => ((await stage.control('GET', '/sent')) as unknown[]).length).toBe(before + 1);
  });
});
