import { Ajv } from 'ajv';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createOktaTwin } from '#sandbox/vendors/okta/index.ts';
import { seedFactorEnrolment } from '#sandbox/vendors/okta/seed.ts';
import { okta } from '#src/connectors/okta/index.ts';
import { judgesDir, readJudge } from '../helpers/judges.ts';
import { createMemoryWorld } from '../helpers/memory-world.ts';
import { skipReason } from '../helpers/require-or-skip.ts';
import { serveTwin } from '../helpers/serve-twin.ts';
import { actionCall, call, openOkta, stillClock } from '../src/connectors/okta/open-okta.ts';

const Parameter = z.union([z.object({ $ref: z.string() }), z.object({ in: z.string(), name: z.string() })]);
const Content = z.object({ content: z.object({ 'application/json': z.object({ schema: z.looseObject({}) }) }) });
const Operation = z.object({
  parameters: z.array(Parameter).default([]),
  responses: z.record(z.string(), z.unknown()),
});
const Slice = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.object({ parameters: z.record(z.string(), z.object({ in: z.string(), name: z.string() })) }),
});

/** Minted at the authorization server, which has a specification of its own. */
const EXEMPT = '/oauth2/v1/token';

const userId = '00udemo0008abcdefgh';
const person = { userId };
const window = { since: '2026-11-20T09:14:00Z', until: '2026-11-22T09:14:00Z' };

/** By id, so that a query without an entry here fails. */
const QUESTIONS: Readonly<Record<string, unknown>> = {
  'okta.user': { person: { email: 'mara.ito@northwind.example' } },
  'okta.sign-ins': { person, ...window },
  'okta.factor-changes': { person, ...window },
  'okta.grants': { person },
};

interface Recorded {
  method: string;
  path: string;
  query: string[];
  status: number;
  body: unknown;
}

/** Runs everything the connector can do against the twin, and keeps what was asked and answered. */
async function record(): Promise<Recorded[]> {
  const world = createMemoryWorld({ now: new Date(window.until) });
  const twin = createOktaTwin(world);
  seedFactorEnrolment(world);
  const calls: Recorded[] = [];
  const routes = twin.routes.map((route) => ({
    ...route,
    async handle(request: Parameters<typeof route.handle>[0]) {
      const answer = await route.handle(request);
      const { method, path, query } = request;
      calls.push({ method, path, query: [...query.keys()], status: answer.status, body: answer.body });
      return answer;
    },
  }));
  const { url, close } = await serveTwin({ ...twin, routes });
  const connection = openOkta(url, { clock: stillClock(() => world.now()) });
  const states = (await connection.check(call)).map(({ state }) => state);
  expect(new Set(states)).toEqual(new Set(['healthy']));
  for (const { id } of okta.queries) await connection.ask(id, QUESTIONS[id], call);
  for (const { id } of okta.actions) {
    const action = connection.action(id);
    const input = { userId, name: 'Mara Ito' };
    await action.preview(input, call);
    const receipt = await action.before(input, call);
    await action.run(input, receipt, actionCall);
    expect(await action.verify(input, receipt, call)).toMatchObject({ state: 'done' });
    if (!action.undoable) continue;
    await action.undo(input, receipt, actionCall);
    expect(await action.verifyUndone(input, receipt, call)).toMatchObject({ state: 'done' });
  }
  await close();
  return calls;
}

/** Okta sends null for most of what it has no value for; its specification hardly ever says so. */
const withoutNulls = (body: unknown): unknown =>
  JSON.parse(JSON.stringify(body, (_, value: unknown) => value ?? undefined));

const folder = judgesDir();
const missing =
  folder === undefined && skipReason("Okta's OpenAPI slice is not here, so calls are not checked against it.");

describe.skipIf(missing)("every call is in Okta's own OpenAPI", () => {
  const raw =
    folder === undefined ? { paths: {}, components: { parameters: {} } } : readJudge(folder, 'okta/openapi-slice.json');
  const slice = Slice.parse(raw);
  let calls: Recorded[] = [];
  let api: Recorded[] = [];

  beforeAll(async () => {
    calls = await record();
    api = calls.filter(({ path }) => path !== EXEMPT);
  });

  const templateOf = (path: string): string | undefined =>
    Object.keys(slice.paths).find((template) => new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path));

  const operationOf = ({ method, path }: Recorded) =>
    Operation.safeParse(slice.paths[templateOf(path) ?? '']?.[method.toLowerCase()]).data;

  function queryOf(recorded: Recorded): string[] {
    const shared = slice.paths[templateOf(recorded.path) ?? '']?.parameters;
    return [...z.array(Parameter).default([]).parse(shared), ...(operationOf(recorded)?.parameters ?? [])]
      .map((one) => ('$ref' in one ? slice.components.parameters[one.$ref.split('/').at(-1) ?? ''] : one))
      .flatMap((parameter) => (parameter?.in === 'query' ? [parameter.name] : []));
  }

  it('with its method and only with query parameters it defines', () => {
    expect(api.length).toBeGreaterThan(20);
    expect(api.filter((one) => !operationOf(one))).toEqual([]);
    expect(api.filter((one) => one.query.some((name) => !queryOf(one).includes(name)))).toEqual([]);
  });

  it('except the token endpoint, which another specification describes', () => {
    expect(templateOf(EXEMPT)).toBeUndefined();
    expect(calls.some(({ method, path }) => method === 'POST' && path === EXEMPT)).toBe(true);
  });

  it('and the twin answers in the shapes and with the statuses it defines', () => {
    const ajv = new Ajv({ strict: false, validateFormats: false, discriminator: false });
    ajv.addSchema({ ...(raw as object), $id: 'okta' });
    const wrong = api.flatMap((one) => {
      const response = operationOf(one)?.responses[String(one.status)];
      if (response === undefined) return [`${one.method} ${one.path}: status ${one.status}`];
      const schema = Content.safeParse(response).data?.content['application/json'].schema;
      if (!schema) return one.body === undefined ? [] : [`${one.method} ${one.path}: a body where there is none`];
      const absolute = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"okta#/'));
      return ajv.validate(absolute, withoutNulls(one.body)) ? [] : [`${one.method} ${one.path}: ${ajv.errorsText()}`];
    });
    expect(wrong).toEqual([]);
  });
});
