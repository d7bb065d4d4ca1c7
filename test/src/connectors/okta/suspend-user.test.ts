import { describe, expect, it } from 'vitest';
import { fakeOkta, MARA, ORG, refusal, user } from './fake-okta.ts';
import { actionCall, apiToken, call, openOkta } from './open-okta.ts';

const okta = fakeOkta();
const PATH = `/api/v1/users/${MARA}`;
const INPUT = { userId: MARA, name: 'Mara Ito' };
const ACTIVE = { status: 'ACTIVE' };

const suspend = () => openOkta(ORG, { auth: apiToken }).action('okta.suspend-user');
const nowIs = (status: string) => okta.get(PATH).reply(200, user(status));
const notActive = refusal('E0000001', 'Cannot suspend a user that is not active');

describe('suspending', () => {
  it('takes an empty 200', async () => {
    nowIs('ACTIVE');
    okta.post(`${PATH}/lifecycle/suspend`).reply(200);
    await suspend().run(INPUT, ACTIVE, actionCall);
  });

  it('is done when somebody else was faster', async () => {
    nowIs('ACTIVE');
    okta.post(`${PATH}/lifecycle/suspend`).reply(400, notActive);
    nowIs('SUSPENDED');
    await suspend().run(INPUT, ACTIVE, actionCall);
  });

  it('does nothing to a user who is suspended already', async () => {
    nowIs('SUSPENDED');
    await suspend().run(INPUT, ACTIVE, actionCall);
  });

  it('fails when the refusal leaves the user as they were', async () => {
    nowIs('ACTIVE');
    okta.post(`${PATH}/lifecycle/suspend`).reply(400, notActive);
    nowIs('ACTIVE');
    await expect(suspend().run(INPUT, ACTIVE, actionCall)).rejects.toThrow('Cannot suspend a user that is not active');
  });

  it.each(['PASSWORD_EXPIRED', 'LOCKED_OUT', 'RECOVERY', 'DEPROVISIONED'])('is not offered for %s', async (status) => {
    nowIs(status);
    await expect(suspend().preview(INPUT, call)).rejects.toMatchObject({
      code: 'okta-wrong-status',
      retryable: false,
      message: expect.stringContaining(`Mara Ito is ${status}`),
    });
  });

  it('says beforehand when it would change nothing', async () => {
    nowIs('SUSPENDED');
    expect(await suspend().preview(INPUT, call)).toMatchObject({ target: 'Mara Ito', alreadySo: true });
  });
});

describe('an administrator as the target', () => {
  it('is left to a human super admin', async () => {
    nowIs('ACTIVE');
    okta.post(`${PATH}/lifecycle/suspend`).reply(403, refusal('E0000006'));
    okta.get(`${PATH}/roles`).reply(200, [{ type: 'SUPER_ADMIN', label: 'Super Administrator' }]);
    await expect(suspend().run(INPUT, ACTIVE, actionCall)).rejects.toMatchObject({
      kind: 'not-permitted',
      message: expect.stringMatching(/Mara Ito, who is an administrator \(Super Administrator\).*human super admin/),
    });
  });

  it('is told apart from missing permissions', async () => {
    nowIs('ACTIVE');
    okta.post(`${PATH}/lifecycle/suspend`).reply(403, refusal('E0000006'));
    okta.get(`${PATH}/roles`).reply(200, []);
    await expect(suspend().run(INPUT, ACTIVE, actionCall)).rejects.toThrow('lacks the scope');
  });

  it('is named as a possibility where the roles cannot be read', async () => {
    nowIs('ACTIVE');
    okta.post(`${PATH}/lifecycle/suspend`).reply(403, refusal('E0000006'));
    okta.get(`${PATH}/roles`).reply(403, refusal('E0000006'));
    await expect(suspend().run(INPUT, ACTIVE, actionCall)).rejects.toThrow(
      'If they are an administrator, a human super admin',
    );
  });
});

describe('unsuspending', () => {
  it('leaves alone who was suspended before', async () => {
    await suspend().undo(INPUT, { status: 'SUSPENDED' }, actionCall);
  });

  it('is done when somebody else was faster', async () => {
    nowIs('SUSPENDED');
    okta.post(`${PATH}/lifecycle/unsuspend`).reply(400, refusal('E0000001'));
    nowIs('ACTIVE');
    await suspend().undo(INPUT, ACTIVE, actionCall);
  });

  it.each([
    ['ACTIVE', 'ACTIVE', 'done'],
    ['ACTIVE', 'SUSPENDED', 'not-done'],
    ['SUSPENDED', 'SUSPENDED', 'done'],
  ])('from %s: %s is %s', async (before, after, state) => {
    nowIs(after);
    expect(await suspend().verifyUndone(INPUT, { status: before }, call)).toMatchObject({
      state,
      evidence: `Okta lists Mara Ito as ${after}.`,
    });
  });
});
