import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exampleEnv, exampleText, exampleWith, problemsOf } from './example.ts';

test.each([
  ['slack.bot_token', `\${SLACK_BOT_TOKEN}`, exampleEnv.SLACK_BOT_TOKEN, 'SLACK_BOT_TOKEN'],
  ['slack.signing_secret', `\${SLACK_SIGNING_SECRET}`, 'short', 'SLACK_SIGNING_SECRET'],
  ['sources.siem.auth.standard_webhooks.secrets[0]', `"\${SIEM_SECRET}"`, exampleEnv.SIEM_SECRET, 'SIEM_SECRET'],
  ['sources.splunk.auth.header.values[0]', `"\${SPLUNK_SECRET}"`, 'hunter2', 'SPLUNK_SECRET'],
  [
    'sources.workflows.auth.bearer.tokens[1]',
    `"\${WORKFLOWS_SECRET}"`,
    `"\${WORKFLOWS_SECRET}", 12345678`,
    'WORKFLOWS_SECRET_2',
  ],
  ['organisation.name', 'Northwind Traders', 'xoxb-111111111111-abcdef', 'ORGANISATION_NAME'],
  ['organisation.name', 'Northwind Traders', '"-----BEGIN PRIVATE KEY-----"', 'ORGANISATION_NAME'],
  ['locale', 'locale: en', 'locale: Zm9vYmFyMTIzNDU2Nzg5MGFiY2RlZmdoaWprbG1u', 'LOCALE'],
  [
    'connectors.okta.private_key',
    'connectors: {}',
    'connectors: { okta: { domain: a, client_id: b, private_key: hunter2 } }',
    'OKTA_PRIVATE_KEY',
  ],
  [
    'connectors.okta.domain',
    'connectors: {}',
    `connectors: { okta: { domain: "https://me:hunter2@corp.example", client_id: b, private_key: "\${SIEM_SECRET}" } }`,
    'OKTA_DOMAIN',
  ],
])('%s written out is refused with the variable to use', (path, passage, written, variable) => {
  const problems = problemsOf(exampleWith(passage, written));
  expect(problems).toEqual([`${path}: looks like a secret. Put it in the environment and write \${${variable}} here.`]);
});

test('long public ids are no secrets', () => {
  const text = exampleWith(
    'connectors: {}',
    `connectors: { okta: { domain: "b0bd4e5c-4a8f-4f0e-9c5e-3a7d1f6b2c90", client_id: "3MVG9lKcPoNINVBIPJjdw1J9LLM82HnFVVX19KY1uA5mu0QqEWhqKpoW3svG3X", private_key: "\${SIEM_SECRET}" } }`,
  );
  expect(problemsOf(text)).toEqual([]);
});

test('a secret that was commented out is still in the file', () => {
  expect(problemsOf(`# old: ${exampleEnv.SLACK_BOT_TOKEN}\n${exampleText}`)).toEqual([
    'line 1: a comment holds what looks like a secret. Take it out, and renew it where it was issued.',
  ]);
});

test('no problem ever repeats a secret, wherever in the file it was put', () => {
  const secrets = [exampleEnv.SLACK_BOT_TOKEN, exampleEnv.SIEM_SECRET, 'xapp-1-A0123456789-abcdef'];
  const places = [...exampleText.matchAll(/[\s:,[{"]/g)].map((match) => match.index);
  fc.assert(
    fc.property(
      fc.constantFrom(...secrets),
      fc.constantFrom(...places),
      fc.constantFrom('', ' ', '"', ': ', '\n'),
      (secret, place, after) => {
        const text = exampleText.slice(0, place) + secret + after + exampleText.slice(place);
        expect(problemsOf(text).join('\n')).not.toContain(secret);
      },
    ),
    { numRuns: 150 },
  );
});

test('values from the environment are not repeated either', () => {
  const wrong = {
    ...exampleEnv,
    SLACK_BOT_TOKEN: 'not-a-bot-token-9f8e7d',
    SIEM_SECRET: 'whsec_tooshort',
    SPLUNK_SECRET: 'short',
  };
  const problems = problemsOf(exampleText, wrong);
  expect(problems).toEqual([
    'slack.bot_token: must begin with xoxb-',
    'sources.siem.auth.standard_webhooks.secrets[0]: must be whsec_ followed by at least 24 bytes in base64.',
    'sources.splunk.auth.header.values[0]: shorter than 16 characters; that can be guessed.',
  ]);
});

test('a secret put between the braces is not repeated as a name', () => {
  const text = exampleWith(`\${SLACK_SIGNING_SECRET}`, `\${${exampleEnv.SLACK_SIGNING_SECRET}}`);
  expect(problemsOf(text)).toEqual([
    `slack.signing_secret: does not name an environment variable in capitals; write one like \${SLACK_BOT_TOKEN}.`,
  ]);
});
