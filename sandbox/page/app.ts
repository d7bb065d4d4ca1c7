import type { PageActed, PageState } from '#sandbox/slack/page-state.ts';
import { type Doing, fetchState, sendAct, sendScenario } from './backend.ts';
import { notice } from './notices.ts';

/** Which of the three columns a narrow screen shows. */
export type Pane = 'rail' | 'talk' | 'outside';

export interface Model {
  /** The person looked as, by key. */
  as: string;
  /** A channel's id, or `home`; empty until one is chosen. */
  place: string;
  pane: Pane;
  state: PageState | undefined;
  /** What is on its way to the app. */
  busy: Set<string>;
  /** How many messages wait for each of the others, by key. */
  waiting: Record<string, number>;
  /** True while the sandbox does not answer. */
  lost: boolean;
}

export interface App {
  model: Model;
  render(): void;
  refresh(): Promise<void>;
  /** Does something as the current person. A second time while the first is under way does nothing. */
  act(doing: Doing, busyAs?: string): Promise<void>;
  send(scenario: string): Promise<void>;
  become(key: string): void;
  go(place: string): void;
  show(pane: Pane): void;
}

export const scenarioBusy = (id: string) => `scenario ${id}`;

export function createApp(model: Model, draw: (app: App) => void): App {
  const refresh = oneAtATime(async () => {
    const { as } = model;
    const state = await fetchState(as).catch(() => undefined);
    model.lost = state === undefined;
    if (state && model.as === as) model.state = state;
    app.render();
  });

  async function working(busyAs: string, work: () => Promise<void>) {
    if (model.busy.has(busyAs)) return;
    model.busy.add(busyAs);
    app.render();
    try {
      await work();
    } catch (error) {
      notice(error instanceof Error ? error.message : String(error));
    }
    model.busy.delete(busyAs);
    await refresh();
  }

  const app: App = {
    model,
    refresh,
    render: () => draw(app),
    act: (doing, busyAs = doing.act) => working(busyAs, async () => report(doing, await sendAct(model.as, doing))),
    send: (scenario) => working(scenarioBusy(scenario), () => sendScenario(scenario)),
    become(key) {
      Object.assign(model, { as: key, place: '', pane: 'talk' });
      void refresh();
    },
    go(place) {
      Object.assign(model, { place, pane: 'talk' });
      app.render();
    },
    show(pane) {
      model.pane = pane;
      app.render();
    },
  };
  return app;
}

/** Runs again afterwards when it was asked for meanwhile, so that the last look is never older than the last change. */
function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let again = false;
  const run = async () => {
    do {
      again = false;
      await work();
    } while (again);
    running = undefined;
  };
  return () => {
    again = running !== undefined;
    running ??= run();
    return running;
  };
}

/** Says what the marks on the page do not. Marking as read happens by itself and is never worth a word. */
function report({ act }: Doing, { ok, refused, status }: PageActed): void {
  if (ok || act === 'read') return;
  if (refused !== undefined) notice(refused);
  else if (status === 0) notice('The app did not answer in time. Whether it was done is not known.');
  else notice(`The app refused this with HTTP ${status}.`);
}
