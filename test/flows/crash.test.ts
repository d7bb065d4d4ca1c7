import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { people } from '#sandbox/company.ts';
import { connectedAppExfiltration } from '#sandbox/scenarios/connected-app-exfiltration.ts';
import { approveStep } from '#src/response/approve-step.ts';
import { eventually } from '#test/helpers/eventually.ts';
import { type Installation, install } from '#test/helpers/installation.ts';

const started: ChildProcess[] = [];
const installations: Installation[] = [];

afterAll(async () => {
  for (const child of started) child.kill('SIGKILL');
  await Promise.all(installations.map((cordon) => cordon.stop()));
});

/** A worker as production runs it: a process of its own. */
async function spawnWorker(cordon: Installation): Promise<ChildProcess> {
  const file = fileURLToPath(new URL('../../jobs/worker.ts', import.meta.url));
  const child = spawn(execPath, [file], { env: cordon.env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  started.push(child);
  await once(child, 'message');
  return child;
}

const stepOf = (cordon: Installation, key: string, state: string) =>
  eventually(
    () =>
      cordon.database.db
        .selectFrom('steps')
        .selectAll()
        .where('key', '=', key)
        .where('state', '=', state as 'waiting')
        .executeTakeFirst(),
    40_000,
  );

/** What Okta itself wrote down of the action; its log is the witness. */
const clearings = async (cordon: Installation) => {
  const world = (await (await fetch(`${cordon.sandbox.url}/_control/world`)).json()) as { okta?: unknown };
  return JSON.stringify(world).split('"user.session.clear"').length - 1;
};

test.concurrent.each([
  ['before Okta has done it', { kind: 'delay', milliseconds: 3_000 }],
  ['after Okta has done it, the answer lost', { kind: 'lose-answer' }],
])(
  'kill -9 of the worker between started and outcome, %s: the action has happened exactly once',
  async (_, fault) => {
    const cordon = await install({ worker: false });
    installations.push(cordon);
    const worker = await spawnWorker(cordon);
    await connectedAppExfiltration.send({ world: cordon.sandbox.world, deliver: cordon.deliver });
    const step = await stepOf(cordon, 'clear-okta-sessions', 'waiting');
    const before = await clearings(cordon);
    await fetch(`${cordon.sandbox.url}/_control/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ mount: 'okta', method: 'DELETE', path: '/api/v1/users', fault, times: 1 }),
    });
    const [server] = cordon.servers;
    if (!server) throw new Error('no server');
    const vote = { stepId: step.id, digest: step.digest ?? '', slackUser: people.noor.slackId, reason: 'now' };
    await approveStep(server.ctx, vote);
    await stepOf(cordon, 'clear-okta-sessions', 'running');
    worker.kill('SIGKILL');
    await once(worker, 'exit');
    await cordon.database.db
      .selectFrom('steps')
      .select('id')
      .where('id', '=', step.id)
      .where('state', '=', 'running')
      .executeTakeFirstOrThrow();

    const next = await spawnWorker(cordon);
    await stepOf(cordon, 'clear-okta-sessions', 'contained');
    expect((await clearings(cordon)) - before).toBe(1);
    const attempts = await cordon.database.db
      .selectFrom('journal_entries')
      .select('detail')
      .where('what', '=', 'step.claimed')
      .where('case_id', '=', step.case_id)
      .execute();
    expect(attempts).toHaveLength(1);
    next.kill('SIGTERM');
    await once(next, 'exit');
  },
  90_000,
);
