import type { PageState } from '#sandbox/slack/page-state.ts';
import { announce } from './announce.ts';
import { type App, createApp, type Pane } from './app.ts';
import { listen } from './backend.ts';
import { paintBusy } from './busy.ts';
import { part } from './dom.ts';
import { keepingFocus } from './focus.ts';
import { channelAt, firstPlace, placeNamed } from './places.ts';
import { drawConversation } from './render/conversation.ts';
import { clock } from './render/dates.ts';
import { drawModals } from './render/modals.ts';
import { drawRail, wireRail } from './render/rail.ts';
import { drawScenarios } from './render/scenarios.ts';
import { drawVendors, wireVendors } from './render/vendors.ts';
import { wireTheme } from './theme.ts';
import { watchOthers } from './waiting.ts';

/** `#as=ana&in=home`: who looks, and where; kept in the address so that a reload stays there. */
const inAddress = () => new URLSearchParams(location.hash.slice(1));

function draw(app: App): void {
  const { model } = app;
  document.documentElement.dataset.pane = model.pane;
  part('lost').hidden = !model.lost;
  const { state } = model;
  if (!state || state.me.key !== model.as) return;
  settle(model, state);
  keepingFocus(() => {
    drawRail(app, state);
    drawConversation(app, state);
    drawVendors(state);
    drawScenarios(app, state);
    drawModals(app, state);
  });
  part('clock').textContent = clock(new Date(state.now));
  part('unread').hidden = state.channels.every(({ unread }) => unread === 0);
  for (const one of document.querySelectorAll<HTMLElement>('[data-show]')) {
    one.setAttribute('aria-pressed', String(one.dataset.show === model.pane));
  }
  announce(state);
  paintBusy(model.busy);
  markRead(app, state);
  visit(app);
}

/** Chooses a place where none is chosen, or where the chosen one is not this person's. */
function settle(model: App['model'], state: PageState): void {
  const known = model.place === 'home' || channelAt(state, model.place) !== undefined;
  if (!known) model.place = placeNamed(state, model.place) ?? firstPlace(state);
  const address = `#as=${model.as}&in=${model.place}`;
  if (location.hash !== address) history.replaceState(null, '', address);
  document.title = `${state.me.name} · Cordon sandbox`;
}

let visited = '';

/** Tells the app when somebody comes to their home page. */
function visit(app: App): void {
  const { as, place } = app.model;
  const now = `${as} ${place}`;
  const came = now !== visited;
  visited = now;
  if (came && place === 'home') void app.act({ act: 'open-home' });
}

let lastRead = '';

/** Once for every newest message, so that a refusal is not asked for again. */
function markRead(app: App, state: PageState): void {
  const channel = channelAt(state, app.model.place);
  if (!channel || channel.unread === 0 || document.hidden) return;
  const upTo = `${state.me.key} ${channel.id} ${channel.messages.at(-1)?.ts}`;
  if (upTo === lastRead) return;
  lastRead = upTo;
  void app.act({ act: 'read', channel: channel.id });
}

function start(): void {
  const address = inAddress();
  const app = createApp(
    {
      as: address.get('as') ?? 'noor',
      place: address.get('in') ?? '',
      pane: 'talk',
      state: undefined,
      busy: new Set(),
      waiting: {},
      lost: false,
    },
    draw,
  );
  wireTheme();
  wireRail();
  wireVendors();
  const others = watchOthers(app);
  listen(
    () => {
      void app.refresh();
      others();
    },
    () => {
      app.model.lost = true;
      app.render();
    },
  );
  for (const one of document.querySelectorAll<HTMLElement>('[data-show]')) {
    one.addEventListener('click', () => app.show((one.dataset.show ?? 'talk') as Pane));
  }
  document.querySelector('.skip')?.addEventListener('click', (event) => {
    event.preventDefault();
    part('talk').focus();
  });
  addEventListener('hashchange', () => {
    app.become(inAddress().get('as') ?? app.model.as);
    app.go(inAddress().get('in') ?? '');
  });
}

start();
