import type { PageAct, PageActed, PageState } from '#sandbox/slack/page-state.ts';

type Without<Act, Field extends string> = Act extends unknown ? Omit<Act, Field> : never;
/** What is done; who does it is added when it is sent. */
export type Doing = Without<PageAct, 'as'>;

export async function fetchState(as: string): Promise<PageState> {
  const response = await fetch(`/_control/state?as=${encodeURIComponent(as)}`);
  if (!response.ok) throw new Error(await reasonIn(response));
  return response.json();
}

export async function sendAct(as: string, doing: Doing): Promise<PageActed> {
  const response = await post('/_control/act', { as, ...doing });
  if (!response.ok) throw new Error(await reasonIn(response));
  return response.json();
}

/** Rejects with the sandbox's own words when the scenario did not arrive. */
export async function sendScenario(id: string): Promise<void> {
  const response = await post(`/_control/scenarios/${encodeURIComponent(id)}`, {});
  if (!response.ok) throw new Error(await reasonIn(response));
}

/** `told` at every change and after every reconnection; `lost` when the line breaks. */
export function listen(told: () => void, lost: () => void): void {
  const source = new EventSource('/_control/events');
  source.addEventListener('changed', told);
  source.addEventListener('open', told);
  source.addEventListener('error', lost);
}

const post = (path: string, body: unknown) =>
  fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

async function reasonIn(response: Response): Promise<string> {
  const body: { message?: unknown } = await response.json().catch(() => ({}));
  return typeof body.message === 'string' ? body.message : `The sandbox answered ${response.status}.`;
}
