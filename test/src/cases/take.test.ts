import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeCase } from '#src/cases/close.ts';
import { takeCase } from '#src/cases/take.ts';
import { loadCaseView } from '#src/cases/view.ts';
import { createTestContext, type TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { actor, caseRow, openedCase, story } from '#test/helpers/seed.ts';

let database: TestDatabase;
let ctx: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = createTestContext(database);
});
afterAll(() => database?.close());

const by = (number: number) => ({ name: `Responder ${number}`, slackUser: `U${number}` });

test('whoever takes a case has it, and the case is being looked into', async () => {
  const caseId = await openedCase(ctx);
  await takeCase(ctx, { caseId, by: by(1), actor });
  expect(await loadCaseView(ctx, caseId)).toMatchObject({ state: 'investigating', owner: by(1), quiet: false });
  expect(await caseRow(ctx, caseId)).toMatchObject({ revision: 2, prepare_at: expect.any(Date) });
});

test('20 people at once: one has it, 19 read who', async () => {
  const caseId = await openedCase(ctx);
  const takes = await Promise.allSettled(
    Array.from({ length: 20 }, (_, number) => takeCase(ctx, { caseId, by: by(number), actor })),
  );
  expect(takes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const winner = (await loadCaseView(ctx, caseId)).owner;
  const reasons = takes.flatMap((take) => (take.status === 'rejected' ? [take.reason] : []));
  expect(reasons).toHaveLength(19);
  for (const reason of reasons) {
    expect(reason).toMatchObject({ code: 'already-taken', message: `${winner?.name} has already taken this case.` });
  }
  expect((await story(ctx, caseId)).filter((what) => what === 'case.taken')).toHaveLength(1);
});

test('a closed case says so, an unknown one too', async () => {
  const caseId = await openedCase(ctx);
  await closeCase(ctx, { caseId, resolution: 'benign', note: 'known', actor });
  await expect(takeCase(ctx, { caseId, by: by(1), actor })).rejects.toThrow('This case is closed. Reopen it first.');
  await expect(takeCase(ctx, { caseId: 999_999, by: by(1), actor })).rejects.toMatchObject({ code: 'unknown-case' });
});
