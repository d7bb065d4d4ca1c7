import { planCode } from '#src/response/digest.ts';
import { stepNeeds } from '#src/response/load-step.ts';
import { sayNeeds } from '#src/response/needs.ts';
import { usableAuthenticators } from '#src/step-up/authenticators.ts';
import { checkLock } from '#src/step-up/lock.ts';
import { type OpenLink, openLink } from '#src/step-up/open-link.ts';
import { drawPage, type Html, html } from './html.ts';
import { moment, readable } from './readable.ts';
import type { Page, PageDeps } from './route.ts';

/** The exact plan, once more and outside Slack, with the question for the person's own key. */
export const stepUpPage: Page = {
  method: 'GET',
  path: '/pages/step-up/:token',
  async draw(deps, { token = '' }) {
    const { ctx } = deps;
    const link = await openLink(ctx, token);
    await checkLock(ctx.db, link);
    const kinds = (await usableAuthenticators(ctx, link)).map(({ kind }) => kind);
    const code = planCode(link.digest);
    const body = html`
<p class="over">${link.caseCode} · for ${link.name}</p>
<h1>${link.step.title}?</h1>
<p class="code"><span>Plan</span> <strong>${code}</strong> <span>The card in Slack has to show the same four characters.</span></p>
${plan(deps, link)}
${answers(deps, link)}
<h2>Your reason, as you wrote it</h2>
<blockquote>${link.reason}</blockquote>
${form(token, link, { passkey: kinds.includes('passkey'), code: kinds.includes('totp') && deps.key !== undefined })}
<p class="small">This link is yours alone and works once, until ${moment(ctx, link.expires_at)}. If you close the page, nothing is counted.</p>`;
    return drawPage(`${link.step.title}?`, body, 'step-up');
  },
};

const points = (title: string, lines: readonly string[]): Html | undefined =>
  lines.length > 0 ? html`<h2>${title}</h2><ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>` : undefined;

function plan({ ctx }: PageDeps, { step: { plan }, break_glass }: OpenLink): Html {
  const words = (text: string) => readable(ctx, text);
  const facts = Object.entries(plan.bound);
  const isFinal = plan.undo?.kind === 'irreversible';
  return html`
${isFinal && html`<p class="warning"><strong>This cannot be undone.</strong> ${plan.undo?.words}</p>`}
${break_glass && html`<p class="warning"><strong>You break glass.</strong> Your yes alone has it done. Managers are asked afterwards whether it was right.</p>`}
${points('What it does', plan.effects.map(words))}
${points('What it breaks', plan.breaks.map(words))}
${
  facts.length > 0 &&
  html`<h2>Your answer counts only while this stays so</h2>
<dl>${facts.map(([label, value]) => html`<div><dt>${label}</dt><dd>${words(value)}</dd></div>`)}</dl>`
}
${plan.undo && !isFinal && html`<h2>How it is taken back</h2><p>${plan.undo.words}</p>`}`;
}

function answers({ ctx }: PageDeps, { step, others }: OpenLink): Html {
  const said = others.map(({ name, choice, at }) => {
    const answer = choice === 'approve' ? 'yes' : choice;
    return html`<li>${name} said ${answer}, ${moment(ctx, at)}</li>`;
  });
  return html`<h2>Who else</h2>
<p>It takes ${sayNeeds(stepNeeds(step))}. ${others.length === 0 && 'Nobody else has answered yet.'}</p>
${said.length > 0 && html`<ul>${said}</ul>`}`;
}

const form = (token: string, { step }: OpenLink, has: { passkey: boolean; code: boolean }): Html => html`
<form id="answer" data-token="${token}">
<fieldset>
<legend>Your answer</legend>
<label><input type="radio" name="answer" value="yes" required> Yes: ${step.title}</label>
<label><input type="radio" name="answer" value="no" required> No: it is not done</label>
</fieldset>
${
  !has.passkey &&
  !has.code &&
  html`<p class="warning"><strong>Nothing can be confirmed here.</strong> You have an authenticator app only, and this server cannot check codes. Whoever runs Cordon can enrol a passkey with you.</p>`
}
${has.passkey && html`<button type="submit" class="main" data-with="passkey">Confirm with your key</button>`}
${
  has.code &&
  html`<div class="codes"><label for="code">Code of your authenticator app</label>
<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="7" size="8">
<button type="submit" data-with="code">Confirm with the code</button></div>`
}
</form>
<p id="said" role="status" tabindex="-1"></p>
<noscript><p class="warning">This page needs JavaScript: the browser asks your key with it.</p></noscript>`;
