import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startViewer, type Viewer, withoutBrowser } from './browser.ts';
import { type Stage, startStage } from './stage.ts';

describe.skipIf(withoutBrowser)('looking and acting as somebody', () => {
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
    stage.release();
    await viewer.leave();
    await stage.stop();
  });

  test('it says what it is, and a scenario brings the first case', async () => {
    const page = await viewer.look(stage.url);
    expect(await page.locator('header').first().textContent()).toContain(
      'A local stand-in for Slack, with invented people.',
    );
    await page.getByText('Nothing has happened here yet').waitFor();
    await page.locator('[data-scenario="export"]').click();
    await page.locator('[data-action-id="take"]').waitFor();
    expect(await page.locator('.thread-replies [data-ts]').count()).toBe(2);
    expect(await page.locator('#live').textContent()).toContain('Cordon in #triage-security: CASE-42: Mara Ito.');
  });

  test('whoever something waits for is marked, and finds it open', async () => {
    await stage.openCase();
    const page = await viewer.look(stage.url);
    const ana = page.locator('[data-person="ana"]');
    await ana.locator('.count').waitFor();
    expect(await ana.textContent()).toBe('ALAna Limafinance1 unread');
    await ana.click();
    await page.getByRole('heading', { name: 'Did you agree to new bank details for Brightwater Supplies?' }).waitFor();
    expect(await page.locator('[data-channel="Cordon"]').getAttribute('aria-current')).toBe('page');
    expect(await page.locator('[data-channel="#triage-security"]').count()).toBe(0);
    expect(page.url()).toMatch(/#as=ana&in=D/);
    await expect.poll(async () => (await stage.see('ana')).channels.map(({ unread }) => unread)).toEqual([0, 0, 0]);
  });

  test('a click is working until it is answered, and is sent once', async () => {
    stage.plant([
      {
        type: 'actions',
        block_id: 'one',
        elements: [{ type: 'button', action_id: 'slow', text: { type: 'plain_text', text: 'Slow' } }],
      },
    ]);
    const page = await viewer.look(stage.url);
    const slow = page.locator('[data-action-id="slow"]');
    await slow.click();
    expect(await slow.getAttribute('aria-busy')).toBe('true');
    await slow.click();
    await page.getByRole('img', { name: 'No answer' }).waitFor();
    expect(await slow.getAttribute('aria-busy')).toBeNull();
    expect(await page.getByRole('alert').allTextContents()).toContain(
      'The app did not answer in time. Whether it was done is not known.',
    );
    expect(((await stage.control('GET', '/sent')) as unknown[]).length).toBe(1);
  });

  test('a card redrawn under the keyboard keeps it nearby', async () => {
    const ts = await stage.openCase();
    const page = await viewer.look(stage.url);
    await page.locator('[data-action-id="take"]').press('Enter');
    await page.locator('[data-action-id="take"]').waitFor({ state: 'detached' });
    await page.locator('.thread-replies').getByText('Noor took the case').waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-ts'))).toBe(ts);
  });

  test('an ephemeral answer is marked and seen by one person only', async () => {
    await stage.openCase();
    const page = await viewer.look(stage.url);
    await page.locator('[data-action-id="more"]').click();
    await page.getByRole('menuitem', { name: 'Show the evidence' }).click();
    await page.getByText('Only visible to you').waitFor();
    await page.locator('[data-person="sam"]').click();
    await page.locator('[data-person="sam"][aria-current]').waitFor();
    await page.locator('[data-ts]').first().waitFor();
    expect(await page.getByText('Only Sam may dismiss this case.').count()).toBe(0);
  });

  test('writing, answering in a thread, and a command nobody knows', async () => {
    await stage.openCase();
    const page = await viewer.look(stage.url);
    const box = page.getByRole('textbox', { name: 'Message #triage-security' });
    await box.fill('On it.');
    await box.press('Enter');
    await page.locator('.from-person').getByText('On it.').waitFor();
    await page.getByText('Reply in thread').first().click();
    await page.getByRole('textbox', { name: 'Reply to Cordon' }).fill('Agreed.');
    await page.getByRole('textbox', { name: 'Reply to Cordon' }).press('Enter');
    await page.locator('.thread-replies').getByText('Agreed.').waitFor();
    await box.fill('/nothing now');
    await box.press('Enter');
    await page.getByText('No app in this workspace answers /nothing.').waitFor();
  });

  test('the home page is asked for and drawn', async () => {
    const page = await viewer.look(stage.url);
    await page.locator('[data-channel="home"]').click();
    await page.getByRole('heading', { name: 'Waiting for you' }).waitFor();
    expect(await page.locator('.home [data-action-id="open-case"]').count()).toBe(1);
    await page.reload();
    await page.getByRole('heading', { name: 'Waiting for you' }).waitFor();
  });

  test('up and down move through the people', async () => {
    const page = await viewer.look(stage.url);
    await page.locator('[data-person="noor"]').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.locator('[data-person="sam"][aria-current]').waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-person'))).toBe('sam');
  });

  test('a vendor row that changes is marked; the others are not', async () => {
    const page = await viewer.look(stage.url);
    stage.rows[1] = { label: 'Grants of My Ticket Portal', value: '1 still alive', tone: 'bad' };
    stage.world.changed();
    const rows = page.locator('[data-vendor="salesforce"] [data-row]');
    await rows.getByText('1 still alive').waitFor();
    const changed = rows.and(page.locator('.changed'));
    expect(await changed.allTextContents()).toEqual(['Grants of My Ticket Portal1 still alive, by the attacker']);
  });

  test('when the sandbox goes away the page says so', async () => {
    const page = await viewer.look(stage.url);
    await page.route('**/_control/state*', (route) => route.fulfill({ status: 503, body: '{}' }));
    stage.world.changed();
    await page.getByText('The sandbox does not answer. Trying again.').waitFor();
    await page.unroute('**/_control/state*');
    stage.world.changed();
    await page.getByText('The sandbox does not answer. Trying again.').waitFor({ state: 'hidden' });
    await viewer.leave().catch(() => undefined);
  });
});
