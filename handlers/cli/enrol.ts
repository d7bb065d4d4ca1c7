import { userInfo } from 'node:os';
import { issueEnrolment } from '#src/step-up/issue-enrolment.ts';
import { type Command, cliActor, only } from './command.ts';

export const enrolCommand: Command = {
  name: 'enrol',
  takes: 'PERSON [--replace]',
  says: 'a one-time link on which a person (e-mail or Slack id) enrols a key; --replace takes the old ones away at once',
  switches: { replace: 'boolean' },
  needs: 'database',
  async run(call, ctx) {
    const person = only(call, 'person');
    const replace = call.switches?.replace === true;
    const issued = await issueEnrolment(ctx, { person, replace, madeBy: userInfo().username, actor: cliActor() });
    const { url, name, email, expiresAt, removed } = issued;
    const { step_up_wait_minutes: wait } = ctx.config.policy;
    const lines = [
      ...(removed > 0 ? [`Taken away: ${removed} of ${name}. They cannot confirm anything any more.`] : []),
      `For ${name} (${email}), once, until ${expiresAt}:`,
      url,
      `Hand it over in person. Who opens it becomes ${name} for decisions${wait > 0 ? `, ${wait} minutes later` : ' at once'}; ${name} is told in Slack.`,
    ];
    return { data: issued, lines };
  },
};
