import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestContext, exampleConfig } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { aTransfer, plannedCase, stepOf } from '#test/helpers/seed.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.close());

test('what only the person concerned could decide is not offered as if somebody could', async () => {
  const [ana] = exampleConfig.roles.finance.people;
  if (!ana) throw new Error('the example has finance people');
  const finance = { people: [ana], deputies: [] };
  const ctx = createTestContext(database, { roles: { ...exampleConfig.roles, finance } });
  const caseId = await plannedCase(ctx, { transfer: aTransfer(), actor: { email: ana.email, ids: {} } });
  expect(await stepOf(ctx, caseId, 'payment')).toMatchObject({
    state: 'blocked',
    plan: {
      blocked: expect.stringContaining('It needs 1 of finance whom this is not about, and 0 people are left.'),
    },
  });
});
