import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectedAppExfiltration } from '#sandbox/scenarios/connected-app-exfiltration.ts';
import { exportEvidence } from '#src/cases/export-evidence.ts';
import { EvidencePack, verifyPack } from '#src/journal/evidence-pack.ts';
import { type Installation, install } from '#test/helpers/installation.ts';

const TRIAGE = 'triage-security';
const DIRECT = 'Cordon';

let cordon: Installation;
beforeAll(async () => {
  cordon = await install();
}, 60_000);
afterAll(() => cordon?.stop());

test('contacts are read; legal sets awareness, sees the proposal, decides, places a hold, and the pack holds it all', async () => {
  const { player, sandbox, deliver, database, servers } = cordon;
  const { press, submit, reads } = player;
  await connectedAppExfiltration.send({ world: sandbox.world, deliver });

  await reads('lea', DIRECT, 'Personal data was probably read: 41,250 Contact records');
  await reads('lea', DIRECT, 'How many people and where they live is not known.');
  await reads('lea', DIRECT, 'Aware: not set.');

  const aware = Math.floor(Date.now() / 60_000) * 60 - 60;
  await press('lea', DIRECT, 'Set a moment…');
  await submit('lea', { choice: 'Aware', until: String(aware), reason: 'Security showed me the log' });
  const due = new Date((aware + 72 * 3600) * 1000).toISOString();
  await reads('lea', DIRECT, `would be due <!date^${aware + 72 * 3600}^`);

  await press('lea', DIRECT, 'Decide…');
  await submit('lea', { choice: 'gdpr|notify', reason: 'Names and addresses of customers' });
  await reads('lea', DIRECT, 'GDPR Art. 33/34: notify, decided');
  await press('lea', DIRECT, 'Place a legal hold…');
  await submit('lea', { reason: 'Proceedings are likely' });
  await reads('lea', DIRECT, 'Lift the legal hold…');

  for (const line of [
    'set \\"aware\\" to',
    'Legal decided on GDPR Art. 33/34: Notify',
    'Lea Martin placed a legal hold',
  ])
    await reads('noor', TRIAGE, line);

  const ctx = servers[0]?.ctx;
  if (!ctx) throw new Error('no server');
  const { id } = await database.db.selectFrom('cases').select('id').executeTakeFirstOrThrow();
  await expect(database.db.deleteFrom('messages').where('case_id', '=', id).execute()).rejects.toThrow('legal hold');

  const pack = EvidencePack.parse(await exportEvidence(ctx, id, { kind: 'cli', user: 'test' }));
  expect(verifyPack(pack)).toMatchObject({ ok: true });
  expect(pack.view).toMatchObject({
    legal: {
      moments: [{ moment: 'aware', at: new Date(aware * 1000).toISOString(), by: 'Lea Martin' }],
      decisions: [{ regime: 'gdpr', choice: 'notify', votes: [{ name: 'Lea Martin' }] }],
      hold: { by: 'Lea Martin', reason: 'Proceedings are likely' },
    },
  });
  const decided = pack.entries.find(({ what }) => what === 'legal.decided');
  expect(decided).toMatchObject({
    actor: { kind: 'slack-user', name: 'Lea Martin' },
    detail: { proposals: [{ dueAt: due }, {}] },
  });
}, 120_000);
