import type { PageChannel, PagePerson, PageState } from '#sandbox/slack/page-state.ts';
import type { App } from '../app.ts';
import { arrowKeys } from '../arrow-keys.ts';
import { el, part, spoken } from '../dom.ts';
import { keep } from '../keep.ts';
import { labelOf } from '../places.ts';
import { avatar } from './avatar.ts';
import { type IconName, icon } from './icons.ts';

const roles: Partial<Record<PagePerson['role'], string>> = { stranger: 'other company', deactivated: 'has left' };
const marks: Readonly<Record<PageChannel['kind'], IconName>> = {
  private: 'lock',
  public: 'hash',
  shared: 'link',
  dm: 'talk',
};

interface Place {
  id: string;
  label: string;
  mark: IconName;
  unread: number;
  archived: boolean;
}

const home: Place = { id: 'home', label: 'App Home', mark: 'home', unread: 0, archived: false };

/** The left column: where to look, and as whom. */
export function drawRail(app: App, state: PageState): void {
  const places = state.channels.map((channel) => ({
    id: channel.id,
    label: labelOf(channel),
    mark: marks[channel.kind],
    unread: channel.unread,
    archived: channel.archived,
    kind: channel.kind,
  }));
  drawPlaces(app, part('places-app'), [home, ...places.filter(({ kind }) => kind === 'dm')]);
  drawPlaces(
    app,
    part('places-channels'),
    places.filter(({ kind }) => kind !== 'dm'),
  );
  drawPeople(app, state);
}

/** Lets up and down move through the whole column. */
export function wireRail(): void {
  const rail = part('rail');
  arrowKeys(rail, () => [...rail.querySelectorAll('button')]);
}

function drawPlaces(app: App, list: HTMLElement, places: readonly Place[]): void {
  keep(list, places, {
    key: ({ id }) => id,
    signature: (place) => JSON.stringify([place, place.id === app.model.place]),
    draw: ({ id, label, mark, unread, archived }) => {
      const current = id === app.model.place;
      const button = el(
        'button',
        {
          type: 'button',
          class: `row${unread > 0 ? ' row-unread' : ''}${archived ? ' row-quiet' : ''}`,
          'data-channel': id === 'home' ? 'home' : label,
          'data-scene': `place ${id}`,
          'aria-current': current ? 'page' : undefined,
        },
        icon(mark),
        el('bdi', { class: 'row-name' }, label),
        archived ? el('span', { class: 'row-note' }, 'archived') : undefined,
        count(unread),
      );
      button.addEventListener('click', () => app.go(id));
      return el('li', {}, button);
    },
  });
}

function drawPeople(app: App, state: PageState): void {
  const waiting = (key: string) => (key === state.me.key ? 0 : (app.model.waiting[key] ?? 0));
  keep(part('people'), state.people, {
    key: ({ key }) => key,
    signature: ({ key }) => JSON.stringify([key === app.model.as, waiting(key)]),
    draw: ({ key, name, role, title }) => {
      const button = el(
        'button',
        {
          type: 'button',
          class: `row row-person${role === 'deactivated' ? ' row-quiet' : ''}`,
          title,
          'data-person': key,
          'data-scene': `person ${key}`,
          'aria-current': key === app.model.as ? 'true' : undefined,
        },
        avatar(name, false),
        el('bdi', { class: 'row-name' }, name),
        el('span', { class: 'row-note' }, roles[role] ?? role),
        count(waiting(key)),
      );
      button.addEventListener('click', () => app.become(key));
      return el('li', {}, button);
    },
  });
}

const count = (unread: number) =>
  unread > 0 ? el('span', { class: 'count' }, String(unread), spoken(' unread')) : undefined;
