import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportEvidence } from '#src/cases/export-evidence.ts';
import { EvidencePack, verifyPack } from '#src/journal/evidence-pack.ts';
import { createTestContext, type TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { actor, arrive, detectionOf, openedCase, plannedCase } from '#test/helpers/seed.ts';

let database: TestDatabase;
let ctx: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = createTestContext(database);
});
afterAll(() => database?.close());

test("a case's pack holds its own story from the first byte on, between other cases' links, and verifies", async () => {
  await openedCase(ctx);
  const email = 'evidence@northwind.example';
  const caseId = await plannedCase(ctx, { subject: { email, ids: {} } });
  await openedCase(ctx);
  await arrive(ctx, detectionOf({ subject: { email, ids: {} } }));
  const pack = EvidencePack.parse(JSON.parse(JSON.stringify(await exportEvidence(ctx, caseId, actor))));
  expect(verifyPack(pack)).toMatchObject({ ok: true, entries: pack.entries.length });
  expect(pack.entries.map(({ what }) => what)).toEqual([
    'delivery.received',
    'case.opened',
    'queries.planned',
    'query.answered',
    'query.answered',
    'case.scored',
    'step.proposed',
    'delivery.received',
    'case.joined',
  ]);
  expect(pack.deliveries).toHaveLength(2);
  expect(JSON.parse(Buffer.from(pack.deliveries[0]?.body ?? '', 'base64').toString())).toMatchObject({
    subject: { email },
  });
  expect(pack.links.length).toBeGreaterThan(pack.entries.length);
});

test('nobody gets evidence of a case that does not exist', async () => {
  await expect(exportEvidence(ctx, 999_999, actor)).rejects.toMatchObject({ code: 'unknown-case' });
});
