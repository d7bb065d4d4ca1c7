import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { closeCase } from '#src/cases/close.ts';
import { runStep } from '#src/response/run-step.ts';
import { acmePlaybook } from '#test/helpers/acme.ts';
import { createTestContext, type TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { actor, caseRow, pass, story } from '#test/helpers/seed.ts';
import { approvedFreeze, failing, run } from './approved.ts';

let database: TestDatabase;
let ctx: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(() => {
  ctx = createTestContext(database);
});
afterAll(() => database?.close());

const LEASE = 13;

describe('an approved action', () => {
  test('is done once; the state before is stored first, and what the vendor accepted is only claimed', async () => {
    const { caseId, stepId, step } = await approvedFreeze(ctx);
    let stored: unknown;
    ctx.acme.faults.run = [
      async () => {
        stored = await step();
        ctx.acme.frozen = true;
      },
    ];
    expect(await run(ctx, stepId)).toEqual({ outcome: 'claimed', caseId });
    expect(stored).toMatchObject({ state: 'running', receipt: { wasFrozen: false }, attempts: 1 });
    expect(await step()).toMatchObject({ state: 'claimed', due_at: expect.any(Date), verify_round: 0 });
    expect(await caseRow(ctx, caseId)).toMatchObject({ state: 'containing' });
    expect((await story(ctx, caseId)).slice(-2)).toEqual(['step.started', 'step.claimed']);
    expect(ctx.acme.calls).toEqual(['run u1']);
    expect(ctx.acme.keys).toEqual([stepId]);
  });

  test('nudged again finds nothing to do', async () => {
    const { caseId, stepId } = await approvedFreeze(ctx);
    await run(ctx, stepId);
    expect(await run(ctx, stepId)).toEqual({ outcome: 'nothing-to-do', caseId });
    expect(ctx.acme.calls).toEqual(['run u1']);
  });

  test('run by five workers at once is done once', async () => {
    const { stepId } = await approvedFreeze(ctx);
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => run(ctx, stepId)));
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual([
      'claimed',
      'nothing-to-do',
      'nothing-to-do',
      'nothing-to-do',
      'nothing-to-do',
    ]);
    expect(ctx.acme.calls).toEqual(['run u1']);
  });

  test('is not run without its yes', async () => {
    const { caseId, stepId, step } = await approvedFreeze(ctx);
    await ctx.db.deleteFrom('approvals').where('step_id', '=', stepId).execute();
    expect(await run(ctx, stepId)).toEqual({ outcome: 'voided', caseId });
    expect(await step()).toMatchObject({ state: 'waiting' });
    expect(ctx.acme.calls).toEqual([]);
  });

  test('keeps its case from being closed', async () => {
    const { caseId } = await approvedFreeze(ctx);
    await expect(closeCase(ctx, { caseId, resolution: 'benign', note: 'x', actor })).rejects.toMatchObject({
      code: 'still-acting',
    });
  });
});

describe('right before execution', () => {
  test.each([
    ['was deactivated', { deactivated: true }],
    ['became a guest', { guest: true }],
    ['left for another company', { stranger: true }],
  ])('a yes of somebody who %s is void, and nothing is done', async (_, standing) => {
    const { caseId, stepId, step } = await approvedFreeze(ctx);
    ctx.standings.set('U0DEMO0001', standing);
    expect(await run(ctx, stepId)).toEqual({ outcome: 'voided', caseId });
    expect(await step()).toMatchObject({ state: 'waiting' });
    expect(ctx.acme.calls).toEqual([]);
    const [vote] = await ctx.db.selectFrom('approvals').selectAll().where('step_id', '=', stepId).execute();
    expect(vote).toMatchObject({
      voided_at: expect.any(Date),
      void_reason: expect.stringContaining('Noor Haddad may no longer'),
    });
    expect((await story(ctx, caseId)).at(-1)).toBe('approvals.voided');
  });

  test('a yes of somebody no longer in cordon.yaml is void', async () => {
    const { caseId, stepId } = await approvedFreeze(ctx);
    const [, sam] = ctx.config.roles.security.people;
    ctx.config = {
      ...ctx.config,
      roles: { ...ctx.config.roles, security: { people: sam ? [sam] : [], deputies: [] } },
    };
    expect(await run(ctx, stepId)).toEqual({ outcome: 'voided', caseId });
    expect(ctx.acme.calls).toEqual([]);
  });

  test('facts that changed void the yes, with the difference; the new facts are offered', async () => {
    const { caseId, stepId, digest, step } = await approvedFreeze(ctx);
    ctx.acme.login = 'somebody.else@acme';
    expect(await run(ctx, stepId)).toEqual({ outcome: 'voided', caseId });
    const offered = await step();
    expect(offered).toMatchObject({ state: 'waiting', plan: { bound: { Login: 'somebody.else@acme' } } });
    expect(offered.digest).not.toBe(digest);
    expect(ctx.acme.calls).toEqual([]);
    const [vote] = await ctx.db.selectFrom('approvals').selectAll().where('step_id', '=', stepId).execute();
    expect(vote).toMatchObject({ void_reason: 'Login: mara.ito@acme → somebody.else@acme' });
  });

  test('another version of the playbook voids the yes', async () => {
    const { caseId, stepId } = await approvedFreeze(ctx);
    expect(await run(ctx, stepId, { ...acmePlaybook, version: '2' })).toEqual({ outcome: 'voided', caseId });
    expect(ctx.acme.calls).toEqual([]);
  });

  test('a step its playbook no longer has is withdrawn', async () => {
    const { caseId, stepId, step } = await approvedFreeze(ctx);
    expect(await run(ctx, stepId, { ...acmePlaybook, steps: [] })).toEqual({ outcome: 'voided', caseId });
    expect(await step()).toMatchObject({ state: 'voided' });
  });

  test('an account that became protected is not touched', async () => {
    const { caseId, stepId, step } = await approvedFreeze(ctx);
    const [vote] = await ctx.db
      .selectFrom('detections')
      .select('body')
      .where('case_id', '=', caseId)
      .$castTo<{ body: { subject: { email: string } } }>()
      .execute();
    ctx.config = { ...ctx.config, protected_accounts: [vote?.body.subject.email ?? ''] };
    expect(await run(ctx, stepId)).toEqual({ outcome: 'failed', caseId });
    expect(await step()).toMatchObject({ state: 'failed', outcome: expect.stringContaining('protected account') });
    expect(ctx.acme.calls).toEqual([]);
  });

  test.each([
    ['preview', 'not-readable'],
    ['before', 'vendor-rate-limited'],
  ] as const)('a vendor that cannot be read for %s is tried again later, not at every sweep', async (part, code) => {
    const { stepId, step } = await approvedFreeze(ctx);
    ctx.acme.faults[part] = [failing('rate-limited')];
    await expect(run(ctx, stepId)).rejects.toMatchObject({ code, retryable: true });
    const { state, due_at } = await step();
    const { rows } = await ctx.db
      .selectFrom('steps')
      .select('id')
      .where('id', '=', stepId)
      .where('due_at', '>', new Date())
      .execute()
      .then((later) => ({ rows: later }));
    expect([state, rows.length, due_at === null]).toEqual(['approved', 1, false]);
    expect(await run(ctx, stepId)).toMatchObject({ outcome: 'claimed' });
  });
});

describe('a vendor that refuses', () => {
  test.each(['not-permitted', 'refused', 'not-found', 'not-licensed', 'unauthenticated'] as const)(
    '(%s) ends the step with the reason; it is not tried again',
    async (kind) => {
      const { caseId, stepId, step } = await approvedFreeze(ctx);
      ctx.acme.faults.run = [failing(kind, 'Acme says no: ask an administrator.')];
      expect(await run(ctx, stepId)).toEqual({ outcome: 'failed', caseId });
      expect(await step()).toMatchObject({
        state: 'failed',
        outcome: 'Acme says no: ask an administrator.',
        due_at: null,
      });
      expect(await run(ctx, stepId)).toMatchObject({ outcome: 'nothing-to-do' });
      expect((await story(ctx, caseId)).at(-1)).toBe('step.failed');
    },
  );
});

describe('an unclear outcome', () => {
  const lost = [
    ['no answer', failing('unavailable')],
    ['an answer nobody can read', failing('unexpected-shape')],
    ['asked to slow down', failing('rate-limited')],
    [
      'cut off',
      () => {
        throw new DOMException('aborted', 'TimeoutError');
      },
    ],
  ] as const;

  test.each(lost)('(%s) is left as started, and not repeated before its lease is over', async (_, fault) => {
    const { caseId, stepId, step } = await approvedFreeze(ctx);
    ctx.acme.faults.run = [fault];
    expect(await run(ctx, stepId)).toEqual({ outcome: 'unclear', caseId });
    expect(await step()).toMatchObject({ state: 'running' });
    expect(await run(ctx, stepId)).toEqual({ outcome: 'nothing-to-do', caseId });
    expect(ctx.acme.calls).toHaveLength(1);
  });

  test('found done: claimed without a second call', async () => {
    const { caseId, stepId, step } = await approvedFreeze(ctx);
    ctx.acme.faults.run = [
      () => {
        ctx.acme.frozen = true;
        failing('unavailable')();
      },
    ];
    await run(ctx, stepId);
    await pass(ctx.db, LEASE);
    expect(await run(ctx, stepId)).toEqual({ outcome: 'claimed', caseId });
    expect(ctx.acme.calls).toEqual(['run u1']);
    expect(await step()).toMatchObject({ state: 'claimed', attempts: 1 });
  });

  test('found not done: done again with the same key, and with the receipt of the first time', async () => {
    const { stepId, step } = await approvedFreeze(ctx);
    ctx.acme.faults.run = [failing('unavailable')];
    await run(ctx, stepId);
    await pass(ctx.db, LEASE);
    expect(await run(ctx, stepId)).toMatchObject({ outcome: 'claimed' });
    expect(ctx.acme.keys).toEqual([stepId, stepId]);
    expect(await step()).toMatchObject({ state: 'claimed', attempts: 2, receipt: { wasFrozen: false } });
  });

  test('after three attempts it is handed to people, with what was last read', async () => {
    const { caseId, stepId, step } = await approvedFreeze(ctx);
    ctx.acme.faults.run = [failing('unavailable'), failing('unavailable'), failing('unavailable')];
    for (let attempt = 0; attempt < 3; attempt += 1) {
      expect(await run(ctx, stepId)).toEqual({ outcome: 'unclear', caseId });
      await pass(ctx.db, LEASE);
    }
    expect(await run(ctx, stepId)).toEqual({ outcome: 'failed', caseId });
    expect(ctx.acme.calls).toHaveLength(3);
    expect(await step()).toMatchObject({
      state: 'failed',
      outcome: 'Tried 3 times without a clear answer. Last read: Acme says false. Do it by hand.',
    });
  });

  test('while the vendor cannot be read nothing is repeated, and it is looked at again later', async () => {
    const { caseId, stepId, step } = await approvedFreeze(ctx);
    ctx.acme.faults.run = [failing('unavailable')];
    await run(ctx, stepId);
    await pass(ctx.db, LEASE);
    ctx.acme.faults.verify = [failing('unavailable')];
    expect(await run(ctx, stepId)).toEqual({ outcome: 'unclear', caseId });
    expect(await run(ctx, stepId)).toEqual({ outcome: 'nothing-to-do', caseId });
    expect(ctx.acme.calls).toHaveLength(1);
    expect(await step()).toMatchObject({ state: 'running', attempts: 1 });
    await pass(ctx.db, LEASE);
    expect(await run(ctx, stepId)).toMatchObject({ outcome: 'claimed' });
  });

  test('that can never be read is handed to people', async () => {
    const { caseId, stepId, step } = await approvedFreeze(ctx);
    ctx.acme.faults.run = [failing('unavailable')];
    await run(ctx, stepId);
    await pass(ctx.db, LEASE);
    ctx.acme.faults.verify = [failing('not-permitted', 'Acme hides it.')];
    expect(await run(ctx, stepId)).toEqual({ outcome: 'failed', caseId });
    expect(await step()).toMatchObject({
      state: 'failed',
      outcome:
        'Nobody can tell whether it was done: Acme hides it. Look at the vendor, and do it by hand if it is not.',
    });
  });

  test('of a vendor that was disconnected is handed to people', async () => {
    const { caseId, stepId } = await approvedFreeze(ctx);
    ctx.acme.faults.run = [failing('unavailable')];
    await run(ctx, stepId);
    await pass(ctx.db, LEASE);
    const without = { ...ctx, connections: new Map() };
    expect(await runStep(without, { stepId, playbook: acmePlaybook, actor })).toEqual({ outcome: 'failed', caseId });
  });
});

test('a slow worker whose lease ran out cannot write over the second one', async () => {
  const { caseId, stepId, step } = await approvedFreeze(ctx);
  const second: unknown[] = [];
  ctx.acme.faults.run = [
    async () => {
      await pass(ctx.db, LEASE);
      second.push(await run(ctx, stepId));
      failing('refused')();
    },
  ];
  expect(await run(ctx, stepId)).toEqual({ outcome: 'nothing-to-do', caseId });
  expect(second).toEqual([{ outcome: 'claimed', caseId }]);
  expect(await step()).toMatchObject({ state: 'claimed', attempts: 2 });
  expect(await story(ctx, caseId)).not.toContain('step.failed');
});
