import { loadHome } from '#src/cases/home.ts';
import { drawHome } from '#src/slack/home.ts';
import type { SlackHandler } from './click.ts';

/** Somebody opened App Home: show what waits for them. */
export const appHomeEvent: SlackHandler = (app, { ctx, fast }) => {
  app.event('app_home_opened', async ({ event }) => {
    if (event.tab !== 'home') return;
    const home = await loadHome(ctx, event.user);
    await fast.views.publish({ user_id: event.user, view: drawHome(home) });
  });
};
