import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { askChallenge } from '#src/step-up/challenge.ts';
import { findChromium } from '#test/helpers/chromium.ts';
import type { TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { skipReason } from '#test/helpers/require-or-skip.ts';
import { pass, prepare, somebody } from '#test/helpers/seed.ts';
import { asked, createStage, emails, enrolledApp, enrolment, votes } from '#test/src/step-up/stage.ts';
import { type ServedPages, servePagesOf } from './served.ts';
import { settled, startBrowser, type Visitor, visit } from './visitor.ts';

const CONFIRM = '/pages/step-up/confirm';

let database: TestDatabase;
let ctx: TestContext;
let pages: ServedPages;
let browser: Browser;

async function enrol(visitor: Visitor, person: string): Promise<string> {
  await visitor.page.goto(`${pages.url}/pages/enrol/${await enrolment(ctx, person)}`);
  await visitor.page.getByRole('button', { name: 'Enrol this device or a security key' }).click();
  return settled(visitor);
}

/** Somebody whose key is enrolled and old enough. */
async function enrolled(person: string): Promise<Visitor> {
  const visitor = await visit(browser);
  expect(await enrol(visitor, person)).toMatch(/^Enrolled\./);
  await pass(database.db, 3_600);
  return visitor;
}

const open = ({ page }: Visitor, token: string) => page.goto(`${pages.url}/pages/step-up/${token}`);
async function answer(visitor: Visitor, name: RegExp = /^Yes/): Promise<string> {
  await visitor.page.getByRole('radio', { name }).check();
  await visitor.page.getByRole('button', { name: 'Confirm with your key' }).click();
  return settled(visitor);
}

/** What the page would send, kept back; the browser gets no answer. */
async function keepBack(visitor: Visitor): Promise<string> {
  const { page } = visitor;
  let kept = '';
  await page.route(`**${CONFIRM}`, async (route) => {
    kept = route.request().postData() ?? '';
    await route.abort();
  });
  expect(await answer(visitor)).toContain('Cordon did not answer');
  await page.unroute(`**${CONFIRM}`);
  return kept;
}

/** Sends a body from inside a page, as a script on it could. */
const sendFrom = (page: Page, body: string) =>
  page.evaluate(
    async ([path, text]) => {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(path ?? '', { method: 'POST', headers, body: text ?? '' });
      return { status: response.status, ...(await response.json()) };
    },
    [CONFIRM, body],
  );

describe.skipIf(!findChromium() && skipReason('no Chromium was found, so no key was used in a browser'))(
  'in a browser, with a key',
  () => {
    beforeAll(async () => {
      database = await createTestDatabase();
      browser = await startBrowser();
    });
    beforeEach(async () => {
      await pages?.close();
      ctx = createStage(database);
      await database.db.deleteFrom('authenticators').execute();
      await database.db.deleteFrom('step_up_tries').execute();
      pages = await servePagesOf(ctx);
    });
    afterAll(async () => {
      await browser?.close();
      await pages?.close();
      await database?.close();
    });

    test('a key is enrolled, waits its time, and then confirms', async () => {
      const noor = await visit(browser);
      expect(await enrol(noor, emails.noor)).toMatch(/^Enrolled\. It can confirm your answers from .* on\./);
      await expect(asked(ctx)).rejects.toMatchObject({ code: 'too-fresh' });
      await pass(database.db, 3_600);
      const { stepId, token } = await asked(ctx);
      await open(noor, token);
      expect(await answer(noor)).toMatch(/^Your yes is recorded\. Cordon does it now/);
      expect(await votes(ctx, stepId)).toMatchObject([{ person: emails.noor, confirmed_by: 'passkey' }]);
      expect(pages.started.map(([name]) => name)).toEqual(['deliver-message', 'run-step', 'post-case']);
    });

    test('a fresh key refuses on the page too, saying from when on', async () => {
      const noor = await enrolled(emails.noor);
      const { token } = await asked(ctx);
      await pass(database.db, -3_500);
      await database.db
        .updateTable('step_up_links')
        .set({ expires_at: new Date(Date.now() + 60_000) })
        .execute();
      await open(noor, token);
      await expect(noor.page.getByText('it can confirm from').textContent()).resolves.toContain('(Europe/Amsterdam)');
      await noor.page.getByRole('heading', { name: 'This page cannot be used' }).waitFor();
    });

    test("somebody else's key does not confirm, even when the browser is talked into using it", async () => {
      const noor = await enrolled(emails.noor);
      const sam = await enrolled(emails.sam);
      const { stepId, token } = await asked(ctx);
      await open(sam, token);
      expect(await answer(sam)).toMatch(/^Not done\. The key was not used/);
      const { credentials } = await sam.cdp.send('WebAuthn.getCredentials', { authenticatorId: sam.authenticatorId });
      await sam.page.route('**/pages/step-up/challenge', async (route) => {
        const json = await (await route.fetch()).json();
        const id = Buffer.from(credentials[0]?.credentialId ?? '', 'base64').toString('base64url');
        await route.fulfill({ json: { ...json, allowCredentials: [{ id, type: 'public-key' }] } });
      });
      expect(await answer(sam)).toMatch(/^Not done\. This key is not one that Noor Haddad can confirm with/);
      expect(await votes(ctx, stepId)).toEqual([]);
      await open(noor, token);
      expect(await answer(noor)).toMatch(/^Your yes is recorded/);
    });

    test('a key that does not ask for its owner does not confirm', async () => {
      const noor = await enrolled(emails.noor);
      const { stepId, token } = await asked(ctx);
      await noor.cdp.send('WebAuthn.setUserVerified', { authenticatorId: noor.authenticatorId, isUserVerified: false });
      await open(noor, token);
      expect(await answer(noor)).toMatch(/^Not done\./);
      expect(await votes(ctx, stepId)).toEqual([]);
    });

    test('what the key said counts once, and the link with it', async () => {
      const noor = await enrolled(emails.noor);
      const { stepId, token } = await asked(ctx);
      await open(noor, token);
      const kept = await keepBack(noor);
      const answers = await Promise.all([sendFrom(noor.page, kept), sendFrom(noor.page, kept)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect(await sendFrom(noor.page, kept)).toMatchObject({ status: 409, code: 'used-link' });
      expect(await votes(ctx, stepId)).toHaveLength(1);
      await open(noor, token);
      await noor.page.getByText('This link was used already; it works once.').waitFor();
    });

    test('nor does it count as another answer, or on another link', async () => {
      const noor = await enrolled(emails.noor);
      const { stepId, token } = await asked(ctx);
      const other = await asked(ctx);
      await open(noor, token);
      const kept = JSON.parse(await keepBack(noor));
      expect(await sendFrom(noor.page, JSON.stringify({ ...kept, answer: 'no' }))).toMatchObject({
        code: 'not-verified',
      });
      await askChallenge(ctx, { token: other.token, answer: 'yes' });
      const moved = JSON.stringify({ ...kept, token: other.token });
      expect(await sendFrom(noor.page, moved)).toMatchObject({ code: 'not-verified' });
      expect([await votes(ctx, stepId), await votes(ctx, other.stepId)]).toEqual([[], []]);
    });

    test('when the plan changes in between, the page says what, and nothing counts', async () => {
      const noor = await enrolled(emails.noor);
      const { caseId, stepId, token } = await asked(ctx);
      await open(noor, token);
      const kept = await keepBack(noor);
      ctx.acme.login = 'somebody.else@acme';
      await prepare(ctx, caseId);
      const changed = 'Changed: Login: mara.ito@acme → somebody.else@acme';
      expect((await sendFrom(noor.page, kept)).says).toContain(changed);
      expect(await answer(noor)).toContain(changed);
      await noor.page.reload();
      await noor.page.getByText(changed).waitFor();
      expect(await votes(ctx, stepId)).toEqual([]);
    });

    test('an authenticator app is enrolled and confirms; five wrong codes lock it', async () => {
      ctx.clock = { ...ctx.clock, now: () => new Date(Date.now() - 3_600_000) };
      const code = await enrolledApp(ctx, emails.sam);
      ctx.clock = { ...ctx.clock, now: () => new Date() };
      const sam = await visit(browser);
      const type = async (typed: string) => {
        await sam.page.getByRole('radio', { name: /^Yes/ }).check();
        await sam.page.getByLabel('Code of your authenticator app').fill(typed);
        await sam.page.keyboard.press('Enter');
        return settled(sam);
      };
      const { stepId, token } = await asked(ctx, somebody.otherSecurity);
      await open(sam, token);
      expect(await sam.page.getByRole('button', { name: 'Confirm with your key' }).count()).toBe(0);
      expect(await type(code(new Date()))).toMatch(/^Your yes is recorded/);
      expect(await votes(ctx, stepId)).toMatchObject([{ confirmed_by: 'totp' }]);
      const next = await asked(ctx, somebody.otherSecurity);
      await open(sam, next.token);
      for (const left of ['4 more', '3 more', '2 more', '1 more']) {
        expect(await type('000000')).toContain(`Nothing was counted. Wait for the next one; ${left}`);
        await sam.page.evaluate(() => document.querySelector('#said')?.removeAttribute('data-how'));
      }
      expect(await type('000000')).toMatch(/Too many wrong codes: nothing can be confirmed for Sam Okoro until/);
      expect(pages.started.filter(([name]) => name === 'deliver-message')).toHaveLength(2);
      await sam.page.reload();
      await sam.page.getByText('Too many wrong codes').waitFor();
    });

    test('a secret is shown, and the app enrolled with its first code', async () => {
      const noor = await visit(browser);
      await noor.page.goto(`${pages.url}/pages/enrol/${await enrolment(ctx, emails.noor)}`);
      await noor.page.getByText('No passkey on your devices?').click();
      await noor.page.getByRole('button', { name: 'Show the secret' }).click();
      await expect.poll(() => noor.page.locator('#shown').textContent()).toMatch(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/);
      expect(await noor.page.locator('#uri').getAttribute('href')).toMatch(/^otpauth:\/\/totp\//);
      await noor.page.getByLabel('The code the app shows now').fill('000000');
      await noor.page.getByRole('button', { name: 'Enrol the app' }).click();
      expect(await settled(noor)).toMatch(/^Not done\. This code does not fit/);
    });

    test('by the keyboard alone', async () => {
      const noor = await enrolled(emails.noor);
      const { stepId, token } = await asked(ctx);
      await open(noor, token);
      await noor.page.keyboard.press('Tab');
      await noor.page.keyboard.press('Space');
      await noor.page.keyboard.press('ArrowDown');
      await noor.page.keyboard.press('Tab');
      await noor.page.keyboard.press('Enter');
      expect(await settled(noor)).toBe('Your no is recorded. The step will not be done.');
      expect(await votes(ctx, stepId)).toMatchObject([{ choice: 'decline' }]);
    });

    describe('another site', () => {
      let evil: Server;
      beforeAll(() => {
        evil = createServer((_, response) =>
          response.setHeader('content-type', 'text/html').end('<h1>Win</h1>'),
        ).listen(0, '127.0.0.1');
      });
      afterAll(() => evil.close());

      test('cannot send a confirmation, nor show the page in a frame', async () => {
        const noor = await enrolled(emails.noor);
        const { stepId, token } = await asked(ctx);
        await open(noor, token);
        const kept = await keepBack(noor);
        const other = await noor.page.context().newPage();
        await other.goto(`http://127.0.0.1:${(evil.address() as AddressInfo).port}`);
        const sent = other.evaluate(
          async ([url, body]) => {
            await fetch(url ?? '', { method: 'POST', mode: 'no-cors', body: body ?? '' }).catch(() => undefined);
            const form = { method: 'POST', headers: { 'content-type': 'application/json' }, body: body ?? '' };
            return fetch(url ?? '', form).then(
              () => 'sent',
              () => 'refused',
            );
          },
          [`${pages.url}${CONFIRM}`, kept],
        );
        expect(await sent).toBe('refused');
        await other.setContent(`<iframe src="${pages.url}/pages/step-up/${token}"></iframe>`);
        await expect.poll(() => other.frames().at(-1)?.url()).toMatch(/^chrome-error:/);
        expect(await votes(ctx, stepId)).toEqual([]);
        expect(await sendFrom(noor.page, kept)).toMatchObject({ status: 200 });
      });
    });
  },
);
