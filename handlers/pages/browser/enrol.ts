import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/browser';
import { ask, keys, run } from './ask.ts';

const form = document.querySelector<HTMLFormElement>('#enrol');
const token = form?.dataset.token ?? '';
const code = document.querySelector<HTMLInputElement>('#code');

async function passkey(): Promise<string> {
  const optionsJSON = await ask<PublicKeyCredentialCreationOptionsJSON>('/pages/enrol/challenge', { token });
  const response = await keys().startRegistration({ optionsJSON });
  return (await ask<{ says: string }>('/pages/enrol/passkey', { token, response })).says;
}

async function secret(): Promise<undefined> {
  const shown = await ask<{ secret: string; uri: string }>('/pages/enrol/secret', { token });
  const place = document.querySelector<HTMLElement>('#secret');
  const output = document.querySelector<HTMLElement>('#shown');
  const link = document.querySelector<HTMLAnchorElement>('#uri');
  if (!place || !output || !link) return;
  output.textContent = (shown.secret.match(/.{1,4}/g) ?? []).join(' ');
  link.href = shown.uri;
  place.hidden = false;
}

const app = async (): Promise<string> =>
  (await ask<{ says: string }>('/pages/enrol/code', { token, code: code?.value ?? '' })).says;

const WORK: Readonly<Record<string, readonly [words: string, work: () => Promise<string | undefined>]>> = {
  passkey: ['Waiting for your key …', passkey],
  secret: ['Making a secret …', secret],
  code: ['Checking the code …', app],
};

form?.addEventListener('click', ({ target }) => {
  const button = target instanceof HTMLButtonElement ? target : undefined;
  const [words, work] = WORK[button?.dataset.with ?? ''] ?? [];
  if (words && work) void run(form, words, work);
});
form?.addEventListener('submit', (event) => {
  event.preventDefault();
  if (document.activeElement === code) void run(form, 'Checking the code …', app);
});
