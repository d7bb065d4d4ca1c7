import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { people } from '#sandbox/company.ts';
import { seedAppExfiltration } from '#sandbox/vendors/salesforce/seed.ts';
import { call, type Organisation, openOrganisation } from './organisation.ts';

const mara = { userId: people.mara.salesforceId, name: people.mara.name };
const portal = { ...mara, appName: 'My Ticket Portal' };
const cordon = { userId: '0055f00000CORDNAAQ', name: 'Cordon Integration' };
const userLogin = `/services/data/v67.0/sobjects/UserLogin`;
let org: Organisation;

beforeEach(async () => {
  org = await openOrganisation();
  seedAppExfiltration(org.world);
});
afterEach(() => org.close());

/** Before, run and verify, as the worker does them. */
async function perform(id: string, input: unknown) {
  const action = org.action(id);
  const receipt = await action.before(input, call);
  await action.run(input, receipt, call);
  return { action, receipt, verification: await action.verify(input, receipt, call) };
}

const panel = () => org.twin.panel().map(({ value }) => value);

describe('freeze-user', () => {
  it('previews, freezes, reads back, and leaves sessions and grants alive', async () => {
    const preview = await org.action('salesforce.freeze-user').preview(mara, call);
    expect(preview).toMatchObject({
      target: 'Mara Ito',
      alreadySo: false,
      bound: { User: 'Mara Ito (mara.ito@northwind.example.crm)' },
    });
    expect(preview.effects[1]).toBe('Live sessions and app grants stay alive until the next steps end them.');

    const { action, receipt, verification } = await perform('salesforce.freeze-user', mara);
    expect(receipt).toEqual({ wasFrozen: false });
    expect(verification).toEqual({ state: 'done', evidence: 'UserLogin.IsFrozen is true', residual: [] });
    expect(panel()).toEqual(['frozen', '2', '3']);

    await action.undo(mara, receipt, call);
    expect((await action.verifyUndone(mara, receipt, call)).state).toBe('done');
    expect(panel()[0]).toBe('active');
  });

  it('leaves an account frozen that was frozen before', async () => {
    const { userLoginId } = org.state.users.find(({ id }) => id === mara.userId) ?? {};
    for (const user of org.state.users) user.isFrozen = user.userLoginId === userLoginId;
    expect(await org.action('salesforce.freeze-user').preview(mara, call)).toMatchObject({ alreadySo: true });
    const { action, receipt } = await perform('salesforce.freeze-user', mara);
    expect(receipt).toEqual({ wasFrozen: true });
    await action.undo(mara, receipt, call);
    expect(await action.verifyUndone(mara, receipt, call)).toMatchObject({
      state: 'done',
      evidence: 'UserLogin.IsFrozen is true',
    });
  });

  it('does not believe a success that changed nothing', async () => {
    org.world.pretendNext(userLogin);
    const { verification } = await perform('salesforce.freeze-user', mara);
    expect(verification).toMatchObject({ state: 'not-done', residual: ['The user can still sign in.'] });
  });

  it.each(['salesforce.freeze-user', 'salesforce.end-sessions'])('%s refuses the user Cordon works as', async (id) => {
    const action = org.action(id);
    await expect(action.preview(cordon, call)).rejects.toMatchObject({ code: 'own-user' });
    await expect(action.run(cordon, { wasFrozen: false, sessionIds: [] }, call)).rejects.toMatchObject({
      code: 'own-user',
    });
  });

  it('warns about the last administrator and about integration users', async () => {
    const sam = org.state.users.find(({ id }) => id === people.sam.salesforceId);
    const tom = org.state.users.find(({ id }) => id === people.tom.salesforceId);
    if (!sam || !tom) throw new Error('the organisation has no administrators');
    const preview = () => org.action('salesforce.freeze-user').preview({ userId: sam.id, name: sam.name }, call);
    expect((await preview()).breaks).toHaveLength(1);
    tom.isActive = false;
    expect((await preview()).breaks.at(-1)).toContain('the only active System Administrator');
    sam.license = 'Salesforce Integration';
    expect((await preview()).breaks[1]).toContain('integration user');
  });

  it('stops a new sign-in but not a refresh token', async () => {
    await perform('salesforce.freeze-user', mara);
    const { verification } = await perform('salesforce.end-sessions', mara);
    expect(verification).toMatchObject({ state: 'partly', residual: { length: 2 } });
    const form = new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: unsigned({ sub: 'mara.ito@northwind.example.crm' }),
    });
    const response = await fetch(`${org.url}/services/oauth2/token`, { method: 'POST', body: form });
    expect([response.status, await response.json()]).toEqual([
      400,
      { error: 'invalid_grant', error_description: 'inactive user' },
    ]);
  });
});

const unsigned = (claims: object): string =>
  [{ alg: 'none' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
    .concat('.');

describe('revoke-grants', () => {
  it('revokes both grants, and the sessions opened with them', async () => {
    const action = org.action('salesforce.revoke-grants');
    const preview = await action.preview(portal, call);
    expect(preview.bound).toEqual({ App: 'My Ticket Portal', User: 'Mara Ito (mara.ito@northwind.example.crm)' });
    expect(preview.effects[0]).toContain('loses its 2 grants for Mara Ito');

    const { receipt, verification } = await perform('salesforce.revoke-grants', portal);
    expect(receipt).toEqual({ grants: 2 });
    expect(verification.state).toBe('done');
    expect(panel()).toEqual(['active', '0', '1']);
    expect(org.state.grants.filter(({ userId }) => userId === mara.userId)).toHaveLength(1);
    expect(action.undoable).toBe(false);
  });

  it('says what is still alive when one revocation changed nothing', async () => {
    org.world.pretendNext('/services/oauth2/revoke');
    const { verification } = await perform('salesforce.revoke-grants', portal);
    expect(verification.state).toBe('partly');
    expect(verification.residual).toHaveLength(1);
    expect(verification.evidence).toBe('OauthToken holds 1 grant of the app for this user, 2 before');
    expect(JSON.stringify(verification)).not.toContain('delete-token');
  });

  it('goes round again for more than Salesforce shows at a time', async () => {
    const [first] = org.state.grants.filter(({ appName }) => appName === portal.appName);
    if (!first) throw new Error('nothing was seeded');
    org.state.grants = Array.from({ length: 2_600 }, (_, index) => ({
      ...first,
      id: `g${index}`,
      deleteToken: `t${index}`,
      reopensFrom: null,
    }));
    const { verification } = await perform('salesforce.revoke-grants', portal);
    expect(verification.state).toBe('done');
  });

  it('does not take hidden grants for revoked ones', async () => {
    org.state.permitted.customizeApplication = false;
    const action = org.action('salesforce.revoke-grants');
    await expect(action.preview(portal, call)).rejects.toMatchObject({ kind: 'not-permitted' });
    await expect(action.verify(portal, { grants: 0 }, call)).rejects.toMatchObject({ kind: 'not-permitted' });
  });
});

describe('end-sessions', () => {
  it('falls into the trap when grants are still alive', async () => {
    const { verification } = await perform('salesforce.end-sessions', mara);
    expect(verification.state).toBe('partly');
    expect(verification.residual).toHaveLength(2);
    expect(verification.residual[0]).toContain('A new Oauth2 session from 203.0.113.77');
  });

  it('ends everything in the right order', async () => {
    await perform('salesforce.freeze-user', mara);
    await perform('salesforce.revoke-grants', portal);
    const { receipt, verification } = await perform('salesforce.end-sessions', mara);
    expect(receipt).toMatchObject({ sessionIds: { length: 1 } });
    expect(verification.state).toBe('done');
    expect(org.twin.panel()).toEqual([
      { label: 'Mara Ito', value: 'frozen', tone: 'contained' },
      { label: 'Grants of My Ticket Portal', value: '0', tone: 'contained' },
      { label: 'Live sessions of Mara Ito', value: '0', tone: 'contained' },
    ]);
  });

  it('is safe to repeat', async () => {
    await perform('salesforce.revoke-grants', portal);
    const { action, receipt } = await perform('salesforce.end-sessions', mara);
    await action.run(mara, receipt, call);
    expect(await action.preview(mara, call)).toMatchObject({ alreadySo: true });
    expect((await action.verify(mara, receipt, call)).state).toBe('done');
  });

  it('does not believe a success that changed nothing', async () => {
    await perform('salesforce.revoke-grants', portal);
    org.world.pretendNext('/services/data/v67.0/sobjects/AuthSession');
    const { verification } = await perform('salesforce.end-sessions', mara);
    expect(verification).toMatchObject({
      state: 'not-done',
      residual: ['The UI session from 198.51.100.10 is still alive.'],
    });
  });
});

it('goes on containing when questions have stopped', async () => {
  await org.ask('salesforce.user', { person: { userId: mara.userId } });
  org.state.apiRequests.used = 91_000;
  await org.action('salesforce.freeze-user').preview(mara, call);
  await expect(org.ask('salesforce.user', { person: { userId: mara.userId } })).rejects.toMatchObject({
    kind: 'rate-limited',
  });
  expect((await perform('salesforce.freeze-user', mara)).verification.state).toBe('done');
});

it('mints a new token when the session has run out', async () => {
  await org.ask('salesforce.user', { person: { userId: mara.userId } });
  org.world.advance(3 * 3_600_000);
  const answer = await org.ask<{ name: string }>('salesforce.user', { person: { userId: mara.userId } });
  expect(answer.data.name).toBe('Mara Ito');
});
