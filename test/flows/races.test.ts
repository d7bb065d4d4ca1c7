import { afterAll, beforeAll, expect, test } from 'vitest';
import { company, hire } from '#sandbox/company.ts';
import { connectedAppExfiltration } from '#sandbox/scenarios/connected-app-exfiltration.ts';
import { ACTIONS, stepValue } from '#src/slack/action-ids.ts';
import { eventually } from '#test/helpers/eventually.ts';
import { type Installation, install } from '#test/helpers/installation.ts';
import { sendInteraction, viewSubmission } from '#test/helpers/slack-request.ts';

const crowd = Array.from({ length: 20 }, (_, index) =>
  hire(100 + index, `Responder ${String.fromCharCode(65 + index)}`, 'Responder'),
);
let cordon: Installation;

beforeAll(async () => {
  const listed = crowd
    .map(({ name, slackId, email }) => `{ name: ${name}, slack: ${slackId}, email: ${email} }`)
    .join(', ');
  cordon = await install({
    servers: 2,
    config: (text) => text.replace('security: { people: [', `security: { people: [${listed}, `),
  });
});
afterAll(() => cordon?.stop());

test('20 people say yes at once over two servers: done once, 19 polite answers', async () => {
  const { db } = cordon.database;
  await connectedAppExfiltration.send({ world: cordon.sandbox.world, deliver: cordon.deliver });
  const step = await eventually(() =>
    db.selectFrom('steps').selectAll().where('key', '=', 'freeze').where('state', '=', 'waiting').executeTakeFirst(),
  );
  const metadata = stepValue({ stepId: step.id, digest: step.digest ?? '' });
  const answers = await Promise.all(
    crowd.map(({ slackId }, index) =>
      sendInteraction(
        cordon.servers[index % 2]?.url ?? '',
        cordon.env.SLACK_SIGNING_SECRET ?? '',
        viewSubmission({
          team: company.slackTeamId,
          app: company.slackAppId,
          user: slackId,
          callbackId: ACTIONS.approve,
          metadata,
          values: { reason: { reason: { type: 'plain_text_input', value: 'It has to stop now' } } },
        }),
      ),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual(crowd.map(() => 200));
  const said = answers.map(({ text }) => text);
  expect(said.filter((text) => text.includes('Your yes is recorded'))).toHaveLength(1);
  expect(said.filter((text) => text.includes('Already decided: Responder'))).toHaveLength(19);

  await eventually(() =>
    db.selectFrom('steps').select('id').where('id', '=', step.id).where('state', '=', 'contained').executeTakeFirst(),
  );
  const started = await db.selectFrom('journal_entries').select('id').where('what', '=', 'step.started').execute();
  expect(started).toHaveLength(1);
  const votes = await db.selectFrom('approvals').select('name').where('step_id', '=', step.id).execute();
  expect(votes).toHaveLength(1);
});
