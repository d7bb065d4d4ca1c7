import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { VendorError } from '#src/errors.ts';
import { type ActionStep, cannot, type Playbook } from '#src/playbook.ts';
import { approveStep } from '#src/response/approve-step.ts';
import { decideStep } from '#src/response/decide-step.ts';
import { acmePlaybook } from '#test/helpers/acme.ts';
import { createTestContext, type TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import {
  arrive,
  aTransfer,
  caseRow,
  detectionOf,
  pass,
  plannedCase,
  prepare,
  scoredCase,
  somebody,
  stepOf,
  story,
  transfer,
} from '#test/helpers/seed.ts';

let database: TestDatabase;
let ctx: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(() => {
  ctx = createTestContext(database);
});
afterAll(() => database?.close());

const unavailable = () => {
  throw new VendorError('Acme did not answer.', { vendor: 'acme', kind: 'unavailable' });
};
const refuses = () => {
  throw new VendorError('Acme does not let Cordon read this.', { vendor: 'acme', kind: 'not-permitted' });
};
const votesOn = (stepId: string) =>
  ctx.db.selectFrom('approvals').select(['person', 'voided_at', 'void_reason']).where('step_id', '=', stepId).execute();

describe('a plan', () => {
  test('offers what the playbook proposes, with its preview, its digest and its deadline', async () => {
    const caseId = await plannedCase(ctx, { transfer: aTransfer() });
    expect(await stepOf(ctx, caseId, 'freeze')).toMatchObject({
      state: 'waiting',
      title: 'Freeze Mara Ito in Acme',
      action: 'acme.freeze',
      role: 'security',
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      due_at: null,
      plan: {
        target: 'Mara Ito',
        effects: ['Mara Ito cannot sign in.'],
        bound: { Login: 'mara.ito@acme' },
        undo: { kind: 'reversible' },
      },
    });
    expect(await stepOf(ctx, caseId, 'payment')).toMatchObject({
      state: 'waiting',
      quorum: 2,
      on_deadline: 'escalate',
      due_at: new Date('2030-01-01T00:00:00Z'),
      plan: { bound: { Amount: '48200.00' }, choices: [{ id: 'stop' }, { id: 'confirm' }] },
    });
    expect((await story(ctx, caseId)).filter((what) => what === 'step.proposed')).toHaveLength(2);
    expect(await caseRow(ctx, caseId)).toMatchObject({ prepare_at: null });
  });

  test('worked out again without a change is no change', async () => {
    const caseId = await plannedCase(ctx, { transfer: aTransfer() });
    const { revision } = await caseRow(ctx, caseId);
    expect(await prepare(ctx, caseId)).toEqual({ prepared: 0 });
    expect(await caseRow(ctx, caseId)).toMatchObject({ revision });
  });

  test('of a quiet case is empty', async () => {
    ctx.acme.rows = 1;
    const caseId = await plannedCase(ctx);
    expect(await ctx.db.selectFrom('steps').select('id').where('case_id', '=', caseId).execute()).toEqual([]);
  });

  test.each([1, 2, 3, 4, 5, 6])('worked out by many at once offers every step once (%i)', async () => {
    const caseId = await scoredCase(ctx, { transfer: aTransfer() });
    await Promise.all(Array.from({ length: 8 }, () => prepare(ctx, caseId)));
    expect((await story(ctx, caseId)).filter((what) => what === 'step.proposed')).toHaveLength(2);
  });

  test('asked for again while it was being worked out stays due', async () => {
    const caseId = await scoredCase(ctx);
    ctx.acme.faults.preview = [
      () =>
        ctx.db
          .updateTable('cases')
          .set({ prepare_at: new Date('2030-01-01') })
          .where('id', '=', caseId)
          .execute(),
    ];
    await prepare(ctx, caseId);
    expect(await caseRow(ctx, caseId)).toMatchObject({ prepare_at: new Date('2030-01-01') });
  });
});

describe('protected accounts', () => {
  test.each(['boss@northwind.example', 'Boss@Northwind.example'])(
    '%s is never acted on; the card says who has to',
    async (email) => {
      ctx.config = { ...ctx.config, protected_accounts: ['boss@northwind.example'] };
      const caseId = await plannedCase(ctx, { subject: { email, ids: {} } });
      expect(await stepOf(ctx, caseId, 'freeze')).toMatchObject({
        state: 'blocked',
        digest: '',
        plan: { blocked: expect.stringContaining('protected account') },
      });
      expect(ctx.acme.calls).toEqual([]);
    },
  );
});

describe('facts that change', () => {
  test('take the votes with them, and say what changed', async () => {
    const caseId = await plannedCase(ctx, {
      transfer: aTransfer(),
      subject: { email: 'changed@northwind.example', ids: {} },
    });
    const before = await stepOf(ctx, caseId, 'payment');
    await decideStep(ctx, {
      stepId: before.id,
      digest: before.digest,
      slackUser: somebody.finance,
      reason: 'x',
      choice: 'confirm',
    });
    const higher = detectionOf({
      transfer: { ...transfer, amount: '84200.00' },
      subject: { email: 'changed@northwind.example', ids: {} },
      occurredAt: '2026-11-22T08:30:00.000Z',
    });
    await arrive(ctx, higher);
    await prepare(ctx, caseId);
    const after = await stepOf(ctx, caseId, 'payment');
    expect(after.digest).not.toBe(before.digest);
    expect(await votesOn(before.id)).toEqual([
      { person: 'ana.lima@northwind.example', voided_at: expect.any(Date), void_reason: 'Amount: 48200.00 → 84200.00' },
    ]);
    const changed = await ctx.db
      .selectFrom('journal_entries')
      .select('detail')
      .where('what', '=', 'step.changed')
      .where('case_id', '=', caseId)
      .executeTakeFirstOrThrow();
    expect(changed.detail).toMatchObject({ changed: ['Amount: 48200.00 → 84200.00'] });
    const vote = { stepId: before.id, slackUser: somebody.finance, reason: 'x', choice: 'confirm' };
    await expect(decideStep(ctx, { ...vote, digest: before.digest })).rejects.toMatchObject({ code: 'out-of-date' });
    expect(await decideStep(ctx, { ...vote, digest: after.digest })).toMatchObject({ outcome: 'counted', missing: 1 });
  });

  test('are said in words also when it is the target itself', async () => {
    const caseId = await plannedCase(ctx, { transfer: aTransfer() });
    const { id, digest } = await stepOf(ctx, caseId, 'payment');
    await decideStep(ctx, { stepId: id, digest, slackUser: somebody.finance, reason: 'x', choice: 'confirm' });
    await prepare(ctx, caseId, { ...acmePlaybook, version: '2' });
    expect(await votesOn(id)).toMatchObject([{ void_reason: 'What the step does changed.' }]);
  });
});

describe('a vendor that cannot be read', () => {
  test('leaves the step in preparation, looked at again after a while and not at every sweep', async () => {
    ctx.acme.faults.preview = [unavailable, unavailable];
    const caseId = await plannedCase(ctx);
    const first = await stepOf(ctx, caseId, 'freeze');
    expect(first).toMatchObject({ state: 'preparing', digest: '', due_at: expect.any(Date) });
    await pass(ctx.db, 30);
    await prepare(ctx, caseId);
    const again = await stepOf(ctx, caseId, 'freeze');
    expect(again.state).toBe('preparing');
    expect((again.due_at?.getTime() ?? 0) - (first.due_at?.getTime() ?? 0)).toBeGreaterThanOrEqual(0);
  });

  test('and then can be: the step is offered, and nobody is told that answers were lost', async () => {
    ctx.acme.faults.preview = [unavailable];
    const caseId = await plannedCase(ctx);
    await prepare(ctx, caseId);
    expect(await stepOf(ctx, caseId, 'freeze')).toMatchObject({
      state: 'waiting',
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const changed = await ctx.db
      .selectFrom('journal_entries')
      .select('detail')
      .where('what', '=', 'step.changed')
      .where('case_id', '=', caseId)
      .executeTakeFirstOrThrow();
    expect(changed.detail).toMatchObject({ changed: [] });
  });

  test('for a moment does not cost the votes already given', async () => {
    const { caseId, stop } = await stopWithOneVote();
    ctx.acme.faults.preview = [unavailable, unavailable];
    await prepare(ctx, caseId);
    expect(await stepOf(ctx, caseId, 'stop')).toMatchObject({ state: 'waiting', digest: stop.digest });
    expect(await votesOn(stop.id)).toMatchObject([{ voided_at: null }]);
  });

  test('for good blocks the step with the reason', async () => {
    ctx.acme.faults.preview = [refuses];
    const caseId = await plannedCase(ctx);
    expect(await stepOf(ctx, caseId, 'freeze')).toMatchObject({
      state: 'blocked',
      plan: { blocked: 'Acme does not let Cordon read this.' },
    });
  });

  test('because it is not connected blocks the step with what to do', async () => {
    const caseId = await scoredCase(ctx);
    await prepare({ ...ctx, connections: new Map() }, caseId);
    expect(await stepOf(ctx, caseId, 'freeze')).toMatchObject({
      state: 'blocked',
      plan: { blocked: 'acme is not connected to Cordon, so this has to be done by hand.' },
    });
  });
});

test('a name too long for the action blocks that step alone', async () => {
  const caseId = await scoredCase(ctx, { transfer: aTransfer() });
  const long: Playbook = {
    ...acmePlaybook,
    steps: acmePlaybook.steps.map((step) =>
      step.key === 'freeze' ? { ...freezeStep(), input: () => ({ userId: 'u1', name: 'x'.repeat(500) }) } : step,
    ),
  };
  await prepare(ctx, caseId, long);
  expect(await stepOf(ctx, caseId, 'freeze')).toMatchObject({
    state: 'blocked',
    plan: { blocked: expect.stringContaining('by hand') },
  });
  expect(await stepOf(ctx, caseId, 'payment')).toMatchObject({ state: 'waiting' });
});

test('a step the facts no longer call for is withdrawn with its votes, and offered anew when they do', async () => {
  const { caseId, stop } = await stopWithOneVote();
  const without: Playbook = {
    ...acmePlaybook,
    steps: acmePlaybook.steps.map((step) =>
      step.kind === 'action' ? { ...step, input: () => cannot('Nobody.') } : step,
    ),
  };
  await prepare(ctx, caseId, without);
  expect(await stepOf(ctx, caseId, 'stop')).toMatchObject({
    state: 'voided',
    outcome: 'The facts no longer call for it.',
  });
  expect(await votesOn(stop.id)).toMatchObject([{ void_reason: 'The facts no longer call for it.' }]);
  expect(await prepare(ctx, caseId, without)).toEqual({ prepared: 0 });
  await prepare(ctx, caseId);
  expect(await stepOf(ctx, caseId, 'stop')).toMatchObject({ state: 'waiting', digest: stop.digest });
});

test('a new offer takes a contained case back to containing', async () => {
  const caseId = await plannedCase(ctx);
  const { id } = await stepOf(ctx, caseId, 'freeze');
  await ctx.db.updateTable('steps').set({ state: 'contained' }).where('id', '=', id).execute();
  await ctx.db.updateTable('cases').set({ state: 'contained' }).where('id', '=', caseId).execute();
  await ctx.db
    .updateTable('detections')
    .set({ body: JSON.stringify(detectionOf({ transfer, subject: { email: 'x@northwind.example', ids: {} } })) })
    .where('case_id', '=', caseId)
    .execute();
  await prepare(ctx, caseId);
  expect(await stepOf(ctx, caseId, 'payment')).toMatchObject({ state: 'waiting' });
  expect(await caseRow(ctx, caseId)).toMatchObject({ state: 'containing' });
});

function freezeStep(): ActionStep {
  const step = acmePlaybook.steps.find(({ key }) => key === 'freeze');
  if (step?.kind !== 'action') throw new Error('no action');
  return step;
}

async function stopWithOneVote() {
  const caseId = await plannedCase(ctx, { transfer: aTransfer() });
  const payment = await stepOf(ctx, caseId, 'payment');
  await decideStep(ctx, {
    stepId: payment.id,
    digest: payment.digest,
    slackUser: somebody.finance,
    reason: 'x',
    choice: 'stop',
  });
  await prepare(ctx, caseId);
  const stop = await stepOf(ctx, caseId, 'stop');
  await approveStep(ctx, { stepId: stop.id, digest: stop.digest, slackUser: somebody.finance, reason: 'x' });
  return { caseId, stop };
}
