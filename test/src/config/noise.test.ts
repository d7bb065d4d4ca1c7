import { expect, test } from 'vitest';
import { exampleText, exampleWith, load, problemsOf } from './example.ts';

const siem = '  siem:\n    shape: ocsf\n';
const withSource = (settings: string) => exampleWith(siem, `${siem}${settings}`);
const withRouting = (rules: string) => `${exampleText}\nrouting:\n${rules}`;

test('everything about noise has a default, or is left to be learned', () => {
  const { policy, routing, sources } = load(exampleText);
  expect(policy.storm).toEqual({ cases_per_minute: 20, calm_minutes: 5 });
  expect(routing).toEqual([]);
  expect(sources.siem).not.toHaveProperty('quiet_after_minutes');
});

test('a source says who answers for it, how much it may send, and after how long it is silent', () => {
  const { sources } = load(
    withSource('    owner: Ana.Lima@northwind.example\n    rate: { per_minute: 50 }\n    quiet_after_minutes: 90\n'),
  );
  expect(sources.siem).toMatchObject({
    owner: 'ana.lima@northwind.example',
    rate: { per_minute: 50 },
    quiet_after_minutes: 90,
  });
});

test.each([
  [
    'owner: nobody@northwind.example',
    'sources.siem.owner: is not the address of anybody in roles, so nobody could be told. Write the e-mail of one of them.',
  ],
  ['rate: { per_minute: 0 }', 'sources.siem.rate.per_minute: must be at least 1.'],
  ['rate: { per_hour: 7 }', 'sources.siem.rate.per_hour: is not a setting Cordon knows.'],
])('%s', (setting, problem) => expect(problemsOf(withSource(`    ${setting}\n`)).join('\n')).toContain(problem));

test('routing is a list of rules', () => {
  const rules = `  - { when: { products: [crowdstrike], techniques: [T1059] }, to: record }
  - { when: { sources: [siem], kinds: [bucket-public] }, to: { channel: C0CLOUD01 } }
  - { when: {}, to: case }
`;
  expect(load(withRouting(rules)).routing).toEqual([
    { when: { products: ['crowdstrike'], techniques: ['T1059'] }, to: 'record' },
    { when: { sources: ['siem'], kinds: ['bucket-public'] }, to: { channel: 'C0CLOUD01' } },
    { when: {}, to: 'case' },
  ]);
});

test.each([
  [
    '{ when: { sources: [siam] }, to: record }',
    ['routing[0].when.sources[0]: is not one of the sources. Did you mean siem?'],
  ],
  ['{ when: { techniques: [1059] }, to: record }', ['routing[0].when.techniques[0]: must be text, not a number.']],
  [
    '{ when: { techniques: [t1059] }, to: record }',
    ['routing[0].when.techniques[0]: is not an ATT&CK technique; write one like T1059 or T1059.001.'],
  ],
  [
    '{ when: { products: [] }, to: record }',
    ['routing[0].when.products: empty. It would match nothing; leave the setting out to match all.'],
  ],
  [
    '{ when: {}, to: recrod }',
    ['routing[0].to: must be case, record, or { channel: C0123ABCD }. Did you mean record?'],
  ],
  ['{ when: {}, to: { channel: "#cloud" } }', ['routing[0].to.channel: is not such an id; it looks like C0123ABCD.']],
  [
    '{ when: {}, to: record }\n  - { when: { sources: [siem] }, to: case }',
    ['routing[1]: is never reached: routing[0] takes everything. Put it before that one.'],
  ],
])('%s', (rule, problems) => expect(problemsOf(withRouting(`  - ${rule}\n`))).toEqual(problems));
