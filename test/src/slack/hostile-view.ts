import fc from 'fast-check';
import type { CaseView, StepView } from '#src/cases/view.ts';
import type { StepPlan } from '#src/response/plan.ts';
import { detectionOf, transfer } from '#test/helpers/seed.ts';

const NASTY = [
  '',
  ' ',
  '<!channel> <!here|here> <@U1> <#C1>',
  '<https://evil.example/a|Reset your password>',
  '*bold* _under_ ~gone~ `code` ```block``` > quote',
  '\u202Egnp.exe\u202C',
  '\u200b\u200d\ufeff\u2066\u00ad',
  'one\ntwo\r\nthree\u2028four\u0007',
  'https://evil.example/path?x=1 and HTTP://EVIL.example',
  'mara.ito@northwind.example',
  "Mara <o'brien!#$@sub.example.co.uk>",
  'a\u0301lain@bücher.example, "quoted name"@x_y.example',
  '&amp;&lt;!channel&gt;&',
  'a|b|c^d{time}<!date^1^{time}^https://evil.example|now>',
  '2026-99-99T99:99:99Z and 2026-11-22T10:00:00Z',
  '99999-01-01',
  'x'.repeat(3_000),
  'x '.repeat(1_500),
  '😀'.repeat(1_500),
  '👨‍👩‍👧‍👦'.repeat(300),
  '&<>*_'.repeat(600),
  'ä\u0308'.repeat(1_500),
];

/** What an attacker may have called something. */
export const hostile = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...NASTY) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 300 }) },
  {
    weight: 2,
    arbitrary: fc.array(fc.constantFrom(...NASTY), { minLength: 2, maxLength: 3 }).map((parts) => parts.join('')),
  },
);

const few = (maxLength: number) => fc.array(hostile, { maxLength });
const date = fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });
export const time = date.map((moment) => moment.toISOString());
const maybe = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary);

const choices = fc.constantFrom<StepPlan['choices']>(undefined, [
  { id: 'stop', label: 'We did not agree', words: 'One is enough.', quorum: 1, danger: true },
  { id: 'confirm', label: 'I called them: agreed', words: 'Two have to say this.', quorum: 2 },
]);

const plan: fc.Arbitrary<StepPlan> = fc
  .record({
    target: hostile,
    effects: few(4),
    breaks: few(4),
    bound: fc.dictionary(hostile, hostile, { maxKeys: 4 }),
    alreadySo: fc.boolean(),
    needs: fc.constantFrom<StepPlan['needs'][]>(
      [{ role: 'security' as const, count: 1 }],
      [
        { role: 'finance' as const, count: 1 },
        { role: 'security' as const, count: 1 },
      ],
    ),
    accounts: fc.constant<string[]>([]),
    undo: maybe(fc.record({ kind: fc.constantFrom('reversible' as const, 'irreversible' as const), words: hostile })),
    choices,
    silence: maybe(hostile),
    blocked: maybe(hostile),
    link: maybe(hostile),
    offer: fc.constant(1),
  })
  .map(({ undo, choices: offered, silence, blocked, link, ...rest }) => ({
    ...rest,
    ...(undo ? { undo } : {}),
    ...(offered ? { choices: offered } : {}),
    ...(silence === null ? {} : { silence }),
    ...(blocked === null ? {} : { blocked }),
    ...(link === null ? {} : { link }),
  }));

export const STEP_STATES = [
  'preparing',
  'blocked',
  'waiting',
  'approved',
  'running',
  'claimed',
  'contained',
  'slipped',
  'failed',
  'undoing',
  'undone',
  'declined',
  'expired',
  'decided',
  'voided',
] as const;

const vote = fc.record({
  id: fc.uuid(),
  name: hostile,
  slackUser: fc.constant('U0DEMO0001'),
  choice: fc.constantFrom('approve', 'decline', 'stop', 'confirm'),
  reason: hostile,
  at: time,
});

const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length });

export const step: fc.Arbitrary<StepView> = fc.record({
  id: fc.uuid(),
  key: fc.constantFrom('freeze', 'void', 'payment'),
  kind: fc.constantFrom('action' as const, 'decision' as const, 'task' as const),
  state: fc.constantFrom(...STEP_STATES),
  title: hostile,
  action: fc.constantFrom('acme.freeze', null),
  role: fc.constantFrom('security' as const, 'finance' as const, 'legal' as const, 'manager' as const),
  quorum: fc.integer({ min: 1, max: 3 }),
  digest: maybe(hex(64)),
  plan,
  votes: fc.array(vote, { maxLength: 4 }),
  outcome: maybe(fc.oneof(hostile, fc.constantFrom('stop', 'approve'))),
  verification: maybe(
    fc.record({ state: fc.constantFrom('done', 'partly', 'not-done'), evidence: hostile, residual: few(4), at: time }),
  ),
  deadlineAt: maybe(time),
  onDeadline: fc.constantFrom('deny' as const, 'hold' as const, 'escalate' as const, null),
  escalatedAt: maybe(time),
  startedAt: maybe(time),
  undoReason: maybe(hostile),
});

const event = fc
  .record({
    when: fc.oneof({ weight: 9, arbitrary: time }, { weight: 1, arbitrary: hostile }),
    what: hostile,
    where: maybe(hostile),
  })
  .map(({ where, ...rest }) => (where === null ? rest : { ...rest, where }));

const finding = fc.oneof(
  fc.record({
    status: fc.constant('answered' as const),
    summary: hostile,
    data: fc.constant(null),
    events: fc.array(event, { maxLength: 5 }),
    lookedAt: fc.array(fc.record({ source: hostile, rows: fc.nat() }), { maxLength: 3 }),
    notVisible: few(3),
  }),
  fc.record({ status: fc.constant('unknown' as const), code: fc.constant('late'), reason: hostile }),
);

const detection = fc
  .record({ title: hostile, message: maybe(hostile), notes: few(4), payee: maybe(hostile), due: maybe(time), at: time })
  .map(({ message, payee, due, at, ...rest }) =>
    detectionOf({
      ...rest,
      occurredAt: at,
      ...(message === null ? {} : { message }),
      ...(payee === null ? {} : { transfer: { ...transfer, payee: { name: payee }, ...(due ? { dueAt: due } : {}) } }),
    }),
  );

const notify = fc.constantFrom('notify' as const, 'not-notify' as const, 'not-yet' as const);
const decision = fc
  .record({
    id: fc.uuid(),
    regime: fc.constantFrom('gdpr', 'sec-8k', 'unheard-of'),
    follows: maybe(fc.uuid()),
    settled: maybe(fc.record({ choice: notify, decidedAt: time })),
    votes: fc.array(fc.record({ name: hostile, choice: notify, reason: hostile, at: time }), { maxLength: 3 }),
  })
  .map(({ settled, ...rest }) => ({ ...rest, ...(settled ?? { choice: null, decidedAt: null }) }));

/** What legal may have put on record. */
export const legalRecord: fc.Arbitrary<CaseView['legal']> = fc.record({
  moments: fc.uniqueArray(
    fc.record({
      moment: fc.constantFrom('detected' as const, 'aware' as const, 'classified' as const, 'material' as const),
      at: time,
      by: hostile,
      reason: hostile,
      setAt: time,
    }),
    { selector: ({ moment }) => moment, maxLength: 4 },
  ),
  decisions: fc.array(decision, { maxLength: 12 }),
  hold: maybe(fc.record({ by: hostile, reason: hostile, since: time })),
});

/** A case in every state, in which everything somebody else could have written is hostile. */
export const caseView: fc.Arbitrary<CaseView> = fc.record({
  id: fc.integer({ min: 1, max: 1_000_000 }),
  code: fc.constant('CASE-42'),
  playbook: fc.constant('acme-test'),
  state: fc.constantFrom(
    'new' as const,
    'investigating' as const,
    'containing' as const,
    'contained' as const,
    'closed' as const,
  ),
  severity: fc.constantFrom('info' as const, 'low' as const, 'medium' as const, 'high' as const, 'critical' as const),
  title: hostile,
  product: maybe(hostile),
  openedAt: time,
  updatedAt: time,
  firstSeen: time,
  lastSeen: time,
  owner: maybe(fc.record({ name: hostile, slackUser: fc.constant('U0DEMO0001') })),
  score: maybe(
    fc.record({
      value: fc.integer({ min: 0, max: 100 }),
      reasons: fc.array(fc.record({ points: fc.integer({ min: -50, max: 50 }), because: hostile }), { maxLength: 8 }),
      couldNotSee: few(5),
      story: fc.array(event, { maxLength: 10 }),
    }),
  ),
  scoredRound: fc.nat(3),
  quiet: fc.boolean(),
  resolution: fc.constantFrom(null, 'benign', 'true-positive', 'unheard-of'),
  resolutionNote: maybe(hostile),
  closedAt: maybe(time),
  revision: fc.nat(100),
  detections: fc.array(fc.record({ id: fc.uuid(), joinedBecause: hostile, ambiguous: maybe(hostile), detection }), {
    minLength: 1,
    maxLength: 25,
  }),
  hold: fc.constantFrom(null, 'snooze' as const, 'storm' as const),
  holdBecause: maybe(hostile),
  emails: few(2),
  mergedInto: maybe(fc.integer({ min: 1, max: 99 })),
  merged: fc.array(fc.record({ id: fc.integer({ min: 1, max: 99 }), because: hostile }), { maxLength: 3 }),
  questions: fc.array(
    fc.record({
      question: hostile,
      query: fc.constant('acme.user'),
      state: fc.constant('answered'),
      finding: maybe(finding),
    }),
    { maxLength: 4 },
  ),
  steps: fc.array(step, { maxLength: 5 }),
  legal: legalRecord,
});
