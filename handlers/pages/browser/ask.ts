import type * as Library from '@simplewebauthn/browser';

declare const SimpleWebAuthnBrowser: typeof Library;

/** The browser's own way to the key. */
export const keys = (): typeof Library => SimpleWebAuthnBrowser;

const said = document.querySelector<HTMLElement>('#said');

export function say(words: string, how: 'working' | 'done' | 'failed'): void {
  if (!said) return;
  said.dataset.how = how;
  said.textContent = how === 'failed' ? `Not done. ${words}` : words;
  if (how !== 'working') said.focus();
}

/** Asks the server; what it refuses is thrown in its words. */
export async function ask<Result>(path: string, body: unknown): Promise<Result> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => undefined);
  if (!response) throw new Error('Cordon did not answer. Nothing was counted. Try again.');
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.says);
  return answer;
}

/** What somebody reads when the key did not answer: they closed the window, or it is not the right one. */
export const inWords = (error: unknown): string => {
  if (!(error instanceof Error)) return 'Try again.';
  if (error.name === 'NotAllowedError')
    return 'The key was not used, or did not answer in time. Nothing was counted. Try again.';
  if (error.name === 'InvalidStateError') return 'This key is enrolled already. Use another one.';
  return error.message;
};

/** Runs what a button does, with every button off meanwhile; once it is done, nothing is left to press. */
export async function run(
  form: HTMLFormElement,
  words: string,
  work: () => Promise<string | undefined>,
): Promise<void> {
  const buttons = [...form.querySelectorAll('button')];
  for (const button of buttons) button.disabled = true;
  say(words, 'working');
  try {
    const done = await work();
    if (done === undefined) return say('', 'working');
    form.hidden = true;
    say(done, 'done');
  } catch (error) {
    say(inWords(error), 'failed');
  } finally {
    for (const button of buttons) button.disabled = false;
  }
}
