import { describe, expect, test } from 'vitest';
import { commands } from '#handlers/cli/index.ts';
import { pageRoutes } from '#handlers/pages/index.ts';
import { slackHandlers } from '#handlers/slack/index.ts';
import { webRoutes } from '#handlers/webhooks/index.ts';
import { jobs } from '#jobs/index.ts';
import { playbooks } from '#playbooks/index.ts';
import { connectors } from '#src/connectors/index.ts';
import { contracts } from '#src/queue/contracts.ts';
import { camel, foldersIn, namesIn } from './source.ts';

type Module = Record<string, unknown>;
const load = async (file: string): Promise<Module> => import(new URL(`../../${file}`, import.meta.url).href);

test('every file in jobs is a job of its name, in the list and in the contracts', async () => {
  const names = namesIn('jobs', ['define-job', 'worker', 'start-worker', 'upkeep', 'resume-stalled', 'index']);
  expect(Object.keys(contracts).sort()).toEqual(names);
  expect(jobs.map(({ name }) => name).sort()).toEqual(names);
  for (const name of names) {
    expect(Object.keys(await load(`jobs/${name}.ts`))).toEqual([`${camel(name)}Job`]);
  }
});

test('every file in handlers/slack is one thing a person can do, and in the list', async () => {
  const names = namesIn('handlers/slack', ['index', 'app', 'click', 'freshness', 'same-case', 'confirm-elsewhere']);
  const exported = await Promise.all(
    names.map(async (name) => {
      const [[export_, handler] = ['', undefined], ...more] = Object.entries(await load(`handlers/slack/${name}.ts`));
      expect(more).toEqual([]);
      expect(export_).toMatch(new RegExp(`^${camel(name)}(Button|Modal|Menu|Event|Command)?$`));
      return handler;
    }),
  );
  expect(new Set(exported)).toEqual(new Set(slackHandlers));
  expect(slackHandlers).toHaveLength(names.length);
});

test('every web address is in the list', async () => {
  const names = namesIn('handlers/webhooks', ['index', 'admission', 'read-body', 'route', 'serve']);
  const modules = await Promise.all(names.map((name) => load(`handlers/webhooks/${name}.ts`)));
  const routes = modules.flatMap((module) => Object.entries(module).filter(([name]) => name.endsWith('Route')));
  expect(new Set(routes.map(([, route]) => route))).toEqual(new Set(webRoutes));
});

test('every page, and everything a page does, is in the list', async () => {
  const names = namesIn('handlers/pages', [
    'assets',
    'html',
    'index',
    'readable',
    'refusal',
    'route',
    'say-bound',
    'serve',
    'shapes',
  ]);
  const exported = await Promise.all(
    names.map(async (name) => {
      const [[export_, route] = ['', undefined], ...more] = Object.entries(await load(`handlers/pages/${name}.ts`));
      expect(more).toEqual([]);
      expect([`${camel(name)}Page`, `${camel(name)}Post`]).toContain(export_);
      return route;
    }),
  );
  expect(new Set(exported)).toEqual(new Set(pageRoutes));
});

test('every command is in the list', async () => {
  const names = namesIn('handlers/cli', ['index', 'command', 'cordon', 'home']);
  const modules = await Promise.all(names.map((name) => load(`handlers/cli/${name}.ts`)));
  const found = modules.flatMap((module) => Object.entries(module).filter(([name]) => name.endsWith('Command')));
  expect(new Set(found.map(([, command]) => command))).toEqual(new Set(commands));
});

test('every file in playbooks is a playbook of its name, in the list', async () => {
  const names = namesIn('playbooks', ['index', 'money', 'people', 'chains']);
  expect(playbooks.map(({ id }) => id).sort()).toEqual(names);
  for (const name of names) {
    expect(Object.entries(await load(`playbooks/${name}.ts`))).toEqual([
      [camel(name), playbooks.find(({ id }) => id === name)],
    ]);
  }
});

describe('vendors', () => {
  const vendors = foldersIn('src/connectors');

  test('every folder is a connector of its name, in the list', () => {
    expect(connectors.map(({ id }) => id).sort()).toEqual(vendors);
  });

  test.each(vendors.flatMap((vendor) => (['queries', 'actions'] as const).map((kind) => [vendor, kind] as const)))(
    '%s: every file in %s is one, under its own name, in the list',
    async (vendor, kind) => {
      const names = namesIn(`src/connectors/${vendor}/${kind}`);
      const listed = connectors.find(({ id }) => id === vendor)?.[kind] ?? [];
      expect(listed.map(({ id }) => id).sort()).toEqual(names.map((name) => `${vendor}.${name}`));
      for (const name of names) {
        const module = await load(`src/connectors/${vendor}/${kind}/${name}.ts`);
        const parts = Object.entries(module).filter(
          ([, value]) => typeof value === 'object' && value !== null && 'id' in value,
        );
        expect(parts.map(([export_]) => export_)).toEqual([camel(name)]);
        expect(module[camel(name)]).toMatchObject({ id: `${vendor}.${name}` });
      }
    },
  );
});
