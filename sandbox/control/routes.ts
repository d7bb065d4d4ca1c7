import { z } from 'zod';
import { personByKey } from '#sandbox/slack/people.ts';
import type { Slack } from '#sandbox/slack/slack.ts';
import type { Route, Twin, TwinAnswer, TwinRequest } from '#sandbox/twin.ts';
import type { SandboxWorld } from '#sandbox/world.ts';
import { Act, perform } from './act.ts';
import { answer, bad, bodyOf, done } from './answers.ts';
import { pageStateFor } from './page-state.ts';
import { peopleRoutes } from './people.ts';

/** Something that can be sent to the bot at the press of a button; `send` rejects when the bot did not take it. */
export interface Scenario {
  id: string;
  title: string;
  says: string;
  send(): Promise<void>;
}

export interface Control {
  world: SandboxWorld;
  slack: Slack;
  twins: readonly Twin[];
  scenarios: readonly Scenario[];
}

const Person = z.object({ as: z.string() });

/** The levers of the sandbox, for its page and for tests. */
export function controlRoutes(control: Control): Route[] {
  const { world, slack, scenarios } = control;
  return [
    { method: 'GET', pattern: '/state', handle: (request) => showState(control, request) },
    { method: 'GET', pattern: '/world', handle: () => answer(world.snapshot()) },
    { method: 'GET', pattern: '/calls', handle: () => answer(slack.calls.list()) },
    { method: 'GET', pattern: '/sent', handle: () => answer(slack.sent.list()) },
    {
      method: 'POST',
      pattern: '/act',
      handle: async (request) => {
        const { as } = bodyOf(request, Person);
        const person = personByKey(as);
        return person ? answer(await perform(slack.front, person, bodyOf(request, Act))) : bad(`There is no "${as}".`);
      },
    },
    {
      method: 'POST',
      pattern: '/scenarios/:id',
      handle: async ({ params }) => {
        const scenario = scenarios.find(({ id }) => id === params.id);
        if (!scenario) return bad(`There is no scenario "${params.id}".`, 404);
        try {
          await scenario.send();
          return done;
        } catch (error) {
          return bad(error instanceof Error ? error.message : String(error), 502);
        }
      },
    },
    ...leverRoutes(control),
    ...peopleRoutes(slack.front),
  ];
}

function showState({ slack, twins, scenarios }: Control, { query }: TwinRequest): TwinAnswer {
  const person = personByKey(query.get('as') ?? '');
  if (!person) return bad(`Say who looks: ?as=noor. There is no "${query.get('as') ?? ''}".`);
  const vendors = twins.map(({ id, name, panel }) => ({ id, name, rows: [...panel()] }));
  const listed = scenarios.map(({ id, title, says }) => ({ id, title, says }));
  return answer(pageStateFor(slack.workspace, person, { vendors, scenarios: listed }));
}

const FaultOrder = z.object({
  mount: z.enum(['slack', 'okta', 'salesforce', 'quickbooks']),
  method: z.string().optional(),
  path: z.string().startsWith('/'),
  fault: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('status'),
      status: z.int().min(100).max(599),
      headers: z.record(z.string(), z.string()).default({}),
      body: z.unknown(),
    }),
    z.object({ kind: z.literal('delay'), milliseconds: z.number().min(0) }),
    z.object({ kind: z.literal('lose-answer') }),
    z.object({ kind: z.literal('say-done-do-nothing') }),
  ]),
  times: z.int().min(1).default(1),
});

const Raw = z.object({
  body: z.string(),
  contentType: z.string().default('application/x-www-form-urlencoded'),
  headers: z.record(z.string(), z.string().nullable()).default({}),
  secondsOff: z.int().default(0),
  secret: z.string().optional(),
});

function leverRoutes({ world, slack }: Control): Route[] {
  return [
    {
      method: 'POST',
      pattern: '/faults',
      handle: (request) => {
        world.faults.add(bodyOf(request, FaultOrder));
        return done;
      },
    },
    { method: 'GET', pattern: '/faults', handle: () => answer(world.faults.list()) },
    {
      method: 'DELETE',
      pattern: '/faults',
      handle: () => {
        world.faults.clear();
        return done;
      },
    },
    {
      method: 'POST',
      pattern: '/advance',
      handle: (request) => {
        world.advance(bodyOf(request, z.object({ ms: z.number().min(0) })).ms);
        return answer({ ok: true, now: world.now().toISOString() });
      },
    },
    {
      method: 'POST',
      pattern: '/pacing',
      handle: (request) => {
        slack.pacing.on = bodyOf(request, z.object({ on: z.boolean() })).on;
        return done;
      },
    },
    {
      method: 'POST',
      pattern: '/raw',
      handle: async (request) => {
        const { secret, ...rest } = bodyOf(request, Raw);
        return answer(await slack.raw({ ...rest, ...(secret === undefined ? {} : { secret }) }));
      },
    },
    {
      method: 'POST',
      pattern: '/reset',
      handle: () => {
        world.reset();
        slack.calls.clear();
        slack.sent.clear();
        return done;
      },
    },
  ];
}
