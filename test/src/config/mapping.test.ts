import { expect, test } from 'vitest';
import { exampleWith, load, problemsOf } from './example.ts';

const splunk = (lines: string): string =>
  exampleWith('  splunk:\n    shape: cordon\n', `  splunk:\n${lines.replaceAll(/^/gm, '    ')}\n`);
const needed = ['id: alert.id', 'title: alert.title', 'time: alert.created_at'];
const mapped = (...more: string[]): string =>
  splunk(['shape: mapping', 'mapping:', ...[...needed, ...more].map((line) => `  ${line}`)].join('\n'));

test('a mapping is read at the start', () => {
  const { mapping } = load(mapped('product: { value: salesforce }', 'link: [alert.url, $.url]')).sources.splunk ?? {};
  expect(mapping).toMatchObject({
    id: { paths: [{ text: 'alert.id', fromBody: false, steps: [{ key: 'alert' }, { key: 'id' }] }] },
    link: { paths: [{ text: 'alert.url' }, { text: '$.url' }] },
    product: { value: 'salesforce' },
  });
});

const LIKE = "Write one like user.email, alerts[0].name or $['key.with.dots'].";
const CONSTANT = 'For a constant write { value: … }.';

test.each([
  [
    'no mapping',
    splunk('shape: mapping'),
    [
      "mapping: missing. Which field of the sender's JSON is what, for shape: mapping. At least id, title and time; see docs/senders/mapping.md.",
    ],
  ],
  [
    'a mapping for another shape',
    mapped().replace('shape: mapping', 'shape: cordon'),
    ['mapping: is read with shape: mapping only. Write shape: mapping, or take the mapping out.'],
  ],
  [
    'a needed field left out',
    mapped().replace(/ +id: .*\n/, ''),
    ["mapping.id: missing. The sender's id of the finding, the same whenever it sends it again: alert.id."],
  ],
  [
    'a field nobody has',
    mapped('severty: alert.level'),
    ['mapping.severty: is not a setting Cordon knows. Did you mean severity?'],
  ],
  [
    'a field nobody has, further down',
    mapped('subject: { e_mail: user.mail }'),
    ['mapping.subject.e_mail: is not a setting Cordon knows. Did you mean email?'],
  ],
  [
    'a path that is none',
    mapped('link: alert-link'),
    [`mapping.link: is not a path from character 6 on. ${LIKE} ${CONSTANT}`],
  ],
  [
    'a path that is none in a list',
    mapped('addresses: [{ ip: "a b" }]'),
    [`mapping.addresses[0].ip: is not a path from character 2 on. ${LIKE} ${CONSTANT}`],
  ],
  [
    'a path that is none among several',
    mapped('link: [alert.link, alert..url]'),
    [`mapping.link: entry 2 is not a path from character 6 on. ${LIKE}`],
  ],
  [
    'no path at all',
    mapped('link: []'),
    ['mapping.link: must hold 1 to 5 paths, of which the first that leads to a value is taken.'],
  ],
  [
    'a number for a path',
    mapped('link: 7'),
    ['mapping.link: must be a path like user.email, or a constant: { value: … }.'],
  ],
  [
    'a constant id',
    mapped().replace('id: alert.id', 'id: { value: 7 }'),
    [`mapping.id: must be a path into the sender's JSON. ${LIKE}`],
  ],
  [
    'an endless path',
    mapped(`link: ${'a.'.repeat(200)}b`),
    [`mapping.link: is longer than 300 characters. Shorten the path. ${CONSTANT}`],
  ],
  [
    'a constant not marked as one',
    mapped('severity: high'),
    [
      "mapping.severity: would be read from a field called high. For a constant write { value: high }; for that field $['high'].",
    ],
  ],
  [
    'a constant that is no severity',
    mapped('severity: { value: hgih }'),
    [
      'mapping.severity: must be a path, or a constant: { value: … } with one of info, low, medium, high, critical. Did you mean high?',
    ],
  ],
  [
    'a table with a wrong word',
    mapped('severity: alert.level', 'tables: { severity: { P1: crtical } }'),
    ['mapping.tables.severity.P1: must be one of info, low, medium, high, critical. Did you mean critical?'],
  ],
  [
    'a table nobody reads',
    mapped('tables: { kind: { x: bulk-export } }'),
    [
      'mapping.tables.kind: is not used, since kind is not read from a path. Write kind: alert.kind, or take the table out.',
    ],
  ],
  [
    'a kind in capitals',
    mapped('kind: alert.type', 'tables: { kind: { x: Bulk Export } }'),
    ['mapping.tables.kind.x: is not a kind; write small letters and dashes: bulk-export.'],
  ],
  [
    'a system in capitals',
    mapped('actor: { ids: { Okta: user.id } }'),
    ['mapping.actor.ids.Okta: is not a system; write it in small letters: okta, salesforce.'],
  ],
])('%s is a problem that says what to write', (_what, text, expected) => {
  expect(problemsOf(text)).toEqual(expected.map((problem) => `sources.splunk.${problem}`));
});

test('a source that is wrong otherwise is told about its mapping in the same go', () => {
  const text = splunk('shape: mapping').replace(`values: ["\${SPLUNK_SECRET}"]`, 'values: []');
  expect(problemsOf(text)).toEqual([
    'sources.splunk.auth.header.values: empty. Without a value nothing could be authentic.',
    expect.stringMatching(/^sources\.splunk\.mapping: missing\./),
  ]);
});
