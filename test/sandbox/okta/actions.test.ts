import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createRouter } from '#sandbox/router.ts';
import { createOktaTwin } from '#sandbox/vendors/okta/index.ts';
import { seedFactorEnrolment } from '#sandbox/vendors/okta/seed.ts';
import { createWorld } from '#sandbox/world.ts';
import { actionCall, call, openOkta, stillClock } from '../../src/connectors/okta/open-okta.ts';
import { person, serveOkta } from './served-okta.ts';

const mara = person('mara');
const sam = person('sam');
const dana = person('dana');

async function scene() {
  const okta = await serveOkta();
  seedFactorEnrolment(okta.world);
  const action = (id: string) => okta.open().action(id);
  const row = (label: string) => okta.twin.panel().find((one) => one.label === label);
  return { ...okta, action, row };
}

describe('clearing sessions', () => {
  it('is read back from the log and from the tokens', async () => {
    const { action, row } = await scene();
    const clear = action('okta.clear-sessions');
    expect(clear.summarise(mara)).toBe("Clear Mara Ito's Okta sessions and tokens");
    expect(await clear.preview(mara, call)).toMatchObject({
      target: 'Mara Ito',
      effects: expect.arrayContaining(['1 refresh token issued by Okta is revoked.']),
      breaks: expect.arrayContaining([expect.stringContaining('My Ticket Portal')]),
      bound: { 'Okta account': 'mara.ito@northwind.example' },
      alreadySo: false,
    });
    expect(row("Mara Ito's sessions")).toMatchObject({ value: '1 session, 1 token alive', tone: 'bad' });
    const receipt = await clear.before(mara, call);
    expect(receipt).toEqual({ since: '2026-11-22T09:14:00.000Z', refreshTokens: 1 });
    expect(await clear.verify(mara, receipt, call)).toMatchObject({ state: 'not-done' });

    await clear.run(mara, receipt, actionCall);
    await clear.run(mara, receipt, actionCall);
    expect(await clear.verify(mara, receipt, call)).toMatchObject({
      state: 'done',
      evidence: expect.stringContaining(
        "Okta's log says the sessions of Mara Ito were cleared; 0 refresh tokens alive, 1 before.",
      ),
      residual: [expect.stringContaining('Sessions already open inside apps go on')],
    });
    expect(row("Mara Ito's sessions")).toMatchObject({ value: '0 sessions, 0 tokens alive', tone: 'contained' });
    expect(clear).toMatchObject({ undoable: false, undoWords: expect.stringContaining('do not come back') });
  });

  it('is not believed when Okta only says so', async () => {
    const { action, world } = await scene();
    const clear = action('okta.clear-sessions');
    const receipt = await clear.before(mara, call);
    world.pretendNext(`/api/v1/users/${mara.userId}/sessions`);
    await clear.run(mara, receipt, actionCall);
    expect(await clear.verify(mara, receipt, call)).toMatchObject({
      state: 'not-done',
      residual: ['My Ticket Portal still holds 1 refresh token.'],
    });
  });

  it('waits for a late log, and not for ever', async () => {
    const { action, world } = await scene();
    const clear = action('okta.clear-sessions');
    const receipt = await clear.before(dana, call);
    world.pretendNext(`/api/v1/users/${dana.userId}/sessions`);
    await clear.run(dana, receipt, actionCall);
    await expect(clear.verify(dana, receipt, call)).rejects.toMatchObject({ retryable: true });
    world.advance(5 * 60_000);
    expect(await clear.verify(dana, receipt, call)).toMatchObject({ state: 'not-done' });
  });

  it('finds a clearing that arrives late', async () => {
    const { action, world, state } = await scene();
    state.lagMs = 90_000;
    const clear = action('okta.clear-sessions');
    const receipt = await clear.before(mara, call);
    await clear.run(mara, receipt, actionCall);
    await expect(clear.verify(mara, receipt, call)).rejects.toMatchObject({ retryable: true });
    world.advance(90_000);
    expect(await clear.verify(mara, receipt, call)).toMatchObject({ state: 'done' });
  });

  it('does not take an older clearing for its own', async () => {
    const { action, world } = await scene();
    const clear = action('okta.clear-sessions');
    await clear.run(mara, await clear.before(mara, call), actionCall);
    world.advance(10 * 60_000);
    const receipt = await clear.before(mara, call);
    await expect(clear.verify(mara, receipt, call)).rejects.toMatchObject({ retryable: true });
  });

  it('says partly when a token outlives it', async () => {
    const { action, state } = await scene();
    const clear = action('okta.clear-sessions');
    const receipt = await clear.before(mara, call);
    const [token] = state.tokens;
    await clear.run(mara, receipt, actionCall);
    if (token) state.tokens.push(token);
    expect(await clear.verify(mara, receipt, call)).toMatchObject({
      state: 'partly',
      residual: ['My Ticket Portal still holds 1 refresh token.', expect.any(String)],
    });
  });
});

describe('suspending', () => {
  it('goes there and back', async () => {
    const { action, row } = await scene();
    const suspend = action('okta.suspend-user');
    const receipt = await suspend.before(mara, call);
    await suspend.run(mara, receipt, actionCall);
    await suspend.run(mara, receipt, actionCall);
    expect(await suspend.verify(mara, receipt, call)).toMatchObject({
      state: 'done',
      evidence: 'Okta lists Mara Ito as SUSPENDED.',
    });
    expect(row('Mara Ito')).toMatchObject({ value: 'Suspended', tone: 'contained' });
    await suspend.undo(mara, receipt, actionCall);
    await suspend.undo(mara, receipt, actionCall);
    expect(await suspend.verifyUndone(mara, receipt, call)).toMatchObject({ state: 'done' });
    expect(row('Mara Ito')).toMatchObject({ value: 'Active', tone: 'ok' });
  });

  it('restores what was, not the opposite', async () => {
    const { action, state } = await scene();
    const account = state.users[mara.userId];
    if (account) account.status = 'SUSPENDED';
    const suspend = action('okta.suspend-user');
    expect(await suspend.preview(mara, call)).toMatchObject({ alreadySo: true });
    const receipt = await suspend.before(mara, call);
    await suspend.run(mara, receipt, actionCall);
    await suspend.undo(mara, receipt, actionCall);
    expect(await suspend.verifyUndone(mara, receipt, call)).toMatchObject({
      state: 'done',
      evidence: 'Okta lists Mara Ito as SUSPENDED.',
    });
  });

  it('is not believed when Okta only says so', async () => {
    const { action, world } = await scene();
    const suspend = action('okta.suspend-user');
    const receipt = await suspend.before(mara, call);
    world.pretendNext(`/api/v1/users/${mara.userId}/lifecycle/suspend`);
    await suspend.run(mara, receipt, actionCall);
    expect(await suspend.verify(mara, receipt, call)).toMatchObject({ state: 'not-done' });
  });

  it.each(['suspend', 'unsuspend'])('%s from the wrong status is a 400', async (change) => {
    const { ask } = await scene();
    const url = (login: string, what: string) => `/api/v1/users/${encodeURIComponent(login)}/lifecycle/${what}`;
    if (change === 'suspend') {
      const first = await ask(url('mara.ito@northwind.example', 'suspend'), { method: 'POST' });
      expect([first.status, await first.text()]).toEqual([200, '']);
    }
    const refused = await ask(url(mara.userId, change), { method: 'POST' });
    expect([refused.status, await refused.json()]).toMatchObject([400, { errorCode: 'E0000001' }]);
  });
});

describe('requiring a second factor', () => {
  it('puts into the group and takes out again', async () => {
    const { action, row } = await scene();
    const require = action('okta.require-mfa');
    expect(await require.preview(mara, call)).toMatchObject({
      alreadySo: false,
      effects: [
        expect.any(String),
        expect.stringMatching(/Okta FastPass, since .*; SMS, since 2026-11-22\. Whoever holds one of these/),
      ],
      bound: { 'Okta group': '00gquarantine0000001' },
    });
    const receipt = await require.before(mara, call);
    await require.run(mara, receipt, actionCall);
    expect(await require.verify(mara, receipt, call)).toMatchObject({ state: 'done' });
    expect(row("Mara Ito's step-up")).toMatchObject({ value: 'At every sign-in', tone: 'contained' });
    expect(await require.preview(mara, call)).toMatchObject({ alreadySo: true });
    await require.undo(mara, receipt, actionCall);
    expect(await require.verifyUndone(mara, receipt, call)).toMatchObject({ state: 'done' });
    expect(row("Mara Ito's step-up")).toMatchObject({ value: 'As usual', tone: 'ok' });
  });

  it('leaves in the group who was in it before', async () => {
    const { action } = await scene();
    const require = action('okta.require-mfa');
    await require.run(mara, await require.before(mara, call), actionCall);
    const receipt = await require.before(mara, call);
    await require.undo(mara, receipt, actionCall);
    expect(await require.verifyUndone(mara, receipt, call)).toMatchObject({ state: 'done' });
    expect(await require.verify(mara, receipt, call)).toMatchObject({ state: 'done' });
  });

  it('says what to configure', async () => {
    const { open } = await scene();
    const require = open({ group: null }).action('okta.require-mfa');
    await expect(require.preview(mara, call)).rejects.toMatchObject({
      code: 'okta-no-quarantine-group',
      message: expect.stringContaining('connectors.okta.quarantine_group_id'),
    });
  });
});

it.each(['okta.clear-sessions', 'okta.suspend-user', 'okta.require-mfa'])(
  '%s leaves an administrator to a human',
  async (id) => {
    const { action } = await scene();
    const receipt = await action(id).before(sam, call);
    await expect(action(id).run(sam, receipt, actionCall)).rejects.toThrow(
      /who is an administrator \(Super Administrator\)/,
    );
  },
);

it('plays the faults of the sandbox itself', async () => {
  const world = createWorld();
  const { routes } = createOktaTwin(world);
  const server = createServer(createRouter([{ name: 'okta', prefix: '/okta', routes }], world.faults));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const okta = openOkta(`http://127.0.0.1:${port}/okta`, { clock: stillClock(() => world.now()) });
  const paths = {
    'okta.clear-sessions': `/api/v1/users/${dana.userId}/sessions`,
    'okta.suspend-user': `/api/v1/users/${dana.userId}/lifecycle`,
    'okta.require-mfa': '/api/v1/groups/',
  };
  for (const [id, path] of Object.entries(paths)) {
    const action = okta.action(id);
    world.faults.add({ mount: 'okta', path, fault: { kind: 'say-done-do-nothing' }, times: 1 });
    const receipt = await action.before(dana, call);
    await action.run(dana, receipt, actionCall);
    expect(world.faults.list()).toEqual([]);
    world.advance(6 * 60_000);
    expect(await action.verify(dana, receipt, call)).toMatchObject({ state: 'not-done' });
  }
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
