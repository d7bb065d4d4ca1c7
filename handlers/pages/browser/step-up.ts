import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser';
import { ask, keys, run } from './ask.ts';

const form = document.querySelector<HTMLFormElement>('#answer');

async function withKey(token: string, answer: string): Promise<string> {
  const optionsJSON = await ask<PublicKeyCredentialRequestOptionsJSON>('/pages/step-up/challenge', { token, answer });
  const response = await keys().startAuthentication({ optionsJSON });
  return (await ask<{ says: string }>('/pages/step-up/confirm', { token, answer, response })).says;
}

async function withCode(token: string, answer: string, code: string): Promise<string> {
  if (!/\d/.test(code)) throw new Error('Enter the code your app shows.');
  return (await ask<{ says: string }>('/pages/step-up/confirm', { token, answer, code })).says;
}

form?.addEventListener('submit', (event) => {
  event.preventDefault();
  const data = new FormData(form);
  const answer = String(data.get('answer') ?? '');
  const token = form.dataset.token ?? '';
  // Enter in the field of the code presses the first button of the form, which is the key's.
  const code = document.activeElement?.id === 'code' || event.submitter?.dataset.with === 'code';
  void run(form, code ? 'Checking the code …' : 'Waiting for your key …', () =>
    code ? withCode(token, answer, String(data.get('code') ?? '')) : withKey(token, answer),
  );
});
