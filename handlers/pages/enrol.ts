import { openEnrolment } from '#src/step-up/open-enrolment.ts';
import { drawPage, html } from './html.ts';
import { moment } from './readable.ts';
import type { Page } from './route.ts';

/** Where a person enrols a key, on a link an administrator handed over. */
export const enrolPage: Page = {
  method: 'GET',
  path: '/pages/enrol/:token',
  async draw({ ctx, key }, { token = '' }) {
    const enrolment = await openEnrolment(ctx, token);
    const minutes = ctx.config.policy.step_up_wait_minutes;
    const body = html`
<p class="over">${ctx.config.organisation.name}</p>
<h1>Enrol a key for ${enrolment.name}</h1>
<p class="lead">With it you confirm decisions that take more than a click in Slack. Go on only if you are ${enrolment.name} and ${enrolment.made_by} gave you this link in person.</p>
<ul>
<li>Your fingerprint, face or PIN stays on your device. It is asked for each time.</li>
<li>${minutes > 0 ? `For the first ${minutes} minutes it cannot confirm anything, so that you can say if it was not you.` : 'It can confirm at once.'} You are told in Slack.</li>
</ul>
<form id="enrol" data-token="${token}">
<button type="button" class="main" data-with="passkey">Enrol this device or a security key</button>
${
  key !== undefined &&
  html`<details><summary>No passkey on your devices? Use an authenticator app</summary>
<p>A code can be read off and passed on; a passkey cannot. Use it only where there is no other way.</p>
<button type="button" data-with="secret">Show the secret</button>
<div id="secret" hidden>
<p>Enter this in the app, or <a id="uri" href="#secret">open it there</a>. It is shown once.</p>
<p><code id="shown"></code></p>
<div class="codes"><label for="code">The code the app shows now</label>
<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="7" size="8">
<button type="button" data-with="code">Enrol the app</button></div>
</div></details>`
}
</form>
<p id="said" role="status" tabindex="-1"></p>
<noscript><p class="warning">This page needs JavaScript: the browser asks your key with it.</p></noscript>
<p class="small">This link works once, until ${moment(ctx, enrolment.expires_at)}.</p>`;
    return drawPage(`Enrol a key for ${enrolment.name}`, body, 'enrol');
  },
};
