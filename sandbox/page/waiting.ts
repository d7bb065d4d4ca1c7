import type { App } from './app.ts';
import { fetchState } from './backend.ts';

const AT_MOST_EVERY_MS = 1_500;

/** Counts what waits for everybody else outside public channels: whose turn it is. Asks seldom, because it asks for everybody. */
export function watchOthers(app: App): () => void {
  let planned = false;
  let last = 0;

  async function look() {
    planned = false;
    last = Date.now();
    const others = (app.model.state?.people ?? []).filter(({ key }) => key !== app.model.as);
    const counts = await Promise.all(others.map(async ({ key }) => [key, await unreadOf(key)] as const));
    app.model.waiting = Object.fromEntries(counts);
    app.render();
  }
  return () => {
    if (planned) return;
    planned = true;
    setTimeout(look, Math.max(200, last + AT_MOST_EVERY_MS - Date.now()));
  };
}

async function unreadOf(key: string): Promise<number> {
  const state = await fetchState(key).catch(() => undefined);
  const closed = (state?.channels ?? []).filter(({ kind }) => kind === 'dm' || kind === 'private');
  return closed.reduce((sum, { unread }) => sum + unread, 0);
}
