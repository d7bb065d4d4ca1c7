import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '#src/config/load.ts';
import { senders } from '#src/detections/senders/index.ts';
import { InvalidConfig } from '#src/errors.ts';
import { connectors, exampleEnv, exampleText, exampleWith, load, problemsOf } from './example.ts';

describe('cordon.example.yaml', () => {
  test('loads when its variables are set, with the defaults filled in', () => {
    const config = load(exampleText);
    expect(config.slack.bot_token).toBe(exampleEnv.SLACK_BOT_TOKEN);
    expect(config.slack.api_url).toBe('https://slack.com/api/');
    expect(config.sources.siem).toEqual({
      shape: 'ocsf',
      auth: { standard_webhooks: { secrets: [exampleEnv.SIEM_SECRET] } },
    });
    expect(config.roles.finance.people.map(({ name }) => name)).toEqual(['Ana Lima', 'Jonas Weber']);
    expect(config.policy.transaction_threshold).toEqual({ EUR: '10000.00', USD: '10000.00' });
  });

  test('says which variables are missing, and nothing else', () => {
    expect(problemsOf(exampleText, {})).toEqual([
      'slack.bot_token: SLACK_BOT_TOKEN is not set in the environment, or empty.',
      'slack.signing_secret: SLACK_SIGNING_SECRET is not set in the environment, or empty.',
      'sources.siem.auth.standard_webhooks.secrets[0]: SIEM_SECRET is not set in the environment, or empty.',
      'sources.splunk.auth.header.values[0]: SPLUNK_SECRET is not set in the environment, or empty.',
      'sources.workflows.auth.bearer.tokens[0]: WORKFLOWS_SECRET is not set in the environment, or empty.',
    ]);
  });
});

test('a whole section may be left out when everything in it has a default', () => {
  const { policy, locale } = load(exampleText.replace(/# The tunables[\s\S]*$/, '').replace('locale: en\n', ''));
  expect(locale).toBe('en');
  expect(policy).toEqual({
    time_window_minutes: 60,
    anomalous_export_threshold: 1000,
    transaction_threshold: {},
    business_hours: { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '18:00' },
    approvals: {},
    step_up: [],
    step_up_wait_minutes: 60,
    storm: { cases_per_minute: 20, calm_minutes: 5 },
  });
});

const USER_5 = 'slack: U0DEMO0005, email: priya.nair@northwind.example';

test.each([
  [
    'a typo in a setting',
    'locale: en',
    'locales: en',
    ['locales: is not a setting Cordon knows. Did you mean locale?'],
  ],
  [
    'a typo in a zone',
    'Europe/Amsterdam',
    'Europe/Amsterdm',
    ['timezone: is not a time zone. Did you mean Europe/Amsterdam?'],
  ],
  [
    'an offset for a zone',
    'Europe/Amsterdam',
    '"+01:00"',
    ['timezone: is not a time zone. Write one like Europe/Amsterdam.'],
  ],
  [
    'a name for a channel',
    'C0TRIAGE01',
    '"#triage"',
    ['slack.channels.triage: is not such an id; it looks like C0123ABCD.'],
  ],
  [
    'no auth',
    `shape: ocsf\n    auth:\n      standard_webhooks:\n        secrets: ["\${SIEM_SECRET}"]`,
    'shape: ocsf',
    [
      'sources.siem.auth: missing. How deliveries prove where they come from: one of standard_webhooks, header, bearer, basic, hmac, hubspot, stripe, path, client_state, unauthenticated.',
    ],
  ],
  [
    'an empty list of secrets',
    `["\${SIEM_SECRET}"]`,
    '[]',
    ['sources.siem.auth.standard_webhooks.secrets: empty. Without a value nothing could be authentic.'],
  ],
  [
    'three live secrets',
    `values: ["\${SPLUNK_SECRET}"]`,
    `values: ["\${SPLUNK_SECRET}", "\${SPLUNK_SECRET}", "\${SPLUNK_SECRET}"]`,
    ['sources.splunk.auth.header.values: has more than 2 values. Two are enough to change from one to the next.'],
  ],
  [
    'a shape nobody has',
    'shape: ocsf',
    'shape: ocfs',
    [
      `sources.siem.shape: is not a sender Cordon knows. Did you mean ocsf? Known: ${senders
        .map(({ id }) => id)
        .toSorted()
        .join(', ')}.`,
    ],
  ],
  [
    'one finance person twice',
    '- { name: Jonas Weber, slack: U0DEMO0004, email: jonas.weber@northwind.example }',
    '- { name: Ana, slack: U0DEMO0003, email: Ana.Lima@northwind.example }',
    ['roles.finance.people: only 1 person. With fewer than 2 no transfer could ever be released. Add at least 1 more.'],
  ],
  [
    "a colleague's Slack id",
    USER_5,
    'slack: U0DEMO0003, email: priya.nair@northwind.example',
    [
      'roles.finance.deputies[0].slack: also given for Ana Lima. One Slack id belongs to one person; correct one of the two.',
    ],
  ],
  [
    "a colleague's address",
    USER_5,
    'slack: U0DEMO0005, email: Ana.Lima@Northwind.example',
    [
      'roles.finance.deputies[0].email: also given for Ana Lima. One e-mail address belongs to one person; correct one of the two.',
    ],
  ],
  [
    'a business day that ends first',
    'to: "18:00"',
    'to: "07:00"',
    ['policy.business_hours: from must be earlier than to.'],
  ],
  [
    'words for a number',
    'time_window_minutes: 60',
    'time_window_minutes: soon',
    ['policy.time_window_minutes: must be a number, not text.'],
  ],
  [
    'a small currency',
    'EUR: "10000.00"',
    'eur: "10000.00"',
    ['policy.transaction_threshold.eur: is not a currency code; write one like EUR.'],
  ],
  [
    'an unknown connector',
    'connectors: {}',
    'connectors: { otka: {} }',
    ['connectors.otka: is not a connector Cordon has. Known: okta, salesforce. Did you mean okta?'],
  ],
  [
    "a connector's own settings",
    'connectors: {}',
    `connectors: { salesforce: { my_domain: x, client_secrt: "\${SIEM_SECRET}" } }`,
    [
      'connectors.salesforce.client_secrt: is not a setting Cordon knows. Did you mean client_secret?',
      'connectors.salesforce.my_domain: must be at least 4 characters.',
      'connectors.salesforce.client_secret: missing.',
    ],
  ],
  [
    'a token sent over plain http',
    'team: T0NORTHWIND',
    'team: T0NORTHWIND\n  api_url: http://proxy.example/api',
    ['slack.api_url: must be an https address (http only for this machine itself).'],
  ],
])('%s is a problem that says what to write', (_what, passage, replacement, expected) => {
  expect(problemsOf(exampleWith(passage, replacement))).toEqual(expected);
});

test('an empty role fails closed, in words about what would never happen', () => {
  const empty = exampleText.replace(/people:\n( {6}- .*\n)+/g, 'people: []\n');
  expect(problemsOf(empty)).toEqual([
    'roles.security.people: empty. With nobody in it no account could ever be contained. Add somebody.',
    'roles.finance.people: empty. With nobody in it no transfer could ever be released. Add at least 2 people.',
    'roles.legal.people: empty. With nobody in it nobody could ever decide on notification. Add somebody.',
    'roles.manager.people: empty. With nobody in it there would be nobody to turn to when an answer is late. Add somebody.',
  ]);
});

test('one person may have several roles', () => {
  const text = exampleWith(
    'name: Lea Martin, slack: U0DEMO0006, email: lea.martin@northwind.example',
    'name: Sam Okoro, slack: U0DEMO0002, email: SAM.okoro@northwind.example',
  );
  expect(load(text).roles.legal.people[0]?.email).toBe('sam.okoro@northwind.example');
});

test('the server leaves vendor credentials alone, yet still refuses one written out', () => {
  const text = exampleWith(
    'connectors: {}',
    `connectors: { okta: { domain: "corp.example", client_id: "0oa", private_key: "\${OKTA_KEY}" } }`,
  );
  const input = { file: 'cordon.yaml', env: exampleEnv, connectors, senders, vendorCredentials: 'not-here' as const };
  expect(loadConfig({ ...input, text }).connectors.okta).toMatchObject({ private_key: `\${OKTA_KEY}` });
  expect(() => loadConfig({ ...input, text: text.replace(`\${OKTA_KEY}`, 'hunter2') })).toThrow(
    /connectors\.okta\.private_key: looks like a secret/,
  );
});

test('problems of every kind are reported in one go', () => {
  const faults: [string, string][] = [
    ['locale: en', 'locale: "!!"'],
    ['team: T0NORTHWIND', 'team: northwind'],
    [`\${SLACK_SIGNING_SECRET}`, `\${NOT_SET}`],
    ['- break.glass@northwind.example', '- break.glass'],
    ['anomalous_export_threshold: 1000', 'anomalous_export_threshold: -1'],
    ['connectors: {}', 'connectors: { nothing: {} }'],
    ['shape: ocsf', 'shape: other'],
  ];
  fc.assert(
    fc.property(fc.subarray(faults), (chosen) => {
      const text = chosen.reduce((rest, [from, to]) => rest.replace(from, () => to), exampleText);
      expect(problemsOf(text)).toHaveLength(chosen.length);
    }),
  );
});

test('whatever the file holds, the answer is a configuration or a list of problems', () => {
  const yamlish = fc.array(
    fc.constantFrom(
      'a: ',
      '\n',
      '  ',
      '- ',
      '[',
      ']',
      '{',
      '}',
      '&x ',
      '*x',
      '!!set ',
      '"',
      '|',
      '#',
      ': ',
      '__proto__: ',
      '\t',
      '\u0000',
      '%',
      '---',
    ),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        yamlish.map((parts) => parts.join('')),
      ),
      (text) => {
        expect(() => load(text)).toThrow(InvalidConfig);
      },
    ),
  );
});

test.each([
  ['a bracket left open', 'slack: [1', /^line 1, column \d+: /],
  ['a doubled key', 'locale: en\nlocale: de', /^line 2, column 1: Map keys must be unique\.$/],
  ['a tag', 'locale: !!js/function x', /^line 1, column 9: Unresolved tag/],
  ['an empty file', '', /Start from cordon\.example\.yaml/],
  ['an alias to itself', 'a: &a [*a]', /aliases/],
  [
    'aliases upon aliases',
    ['a: &a [x]', 'b: &b [*a,*a,*a,*a,*a,*a,*a,*a]', 'c: &c [*b,*b,*b,*b,*b,*b,*b,*b]', 'd: [*c,*c,*c,*c]'].join('\n'),
    /aliases/,
  ],
])('%s is named with its place', (_what, text, expected) => {
  expect(problemsOf(text)[0]).toMatch(expected);
});
