import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fallback, playbookFor, playbookOf, playbooks } from '#playbooks/index.ts';
import type { Detection } from '#src/detections/detection.ts';
import { normalise } from '#src/detections/senders/index.ts';
import { type ActionStep, definePlaybook, type Playbook } from '#src/playbook.ts';
import { acmePlaybook } from '#test/helpers/acme.ts';
import { detectionOf, transfer } from '#test/helpers/seed.ts';
import { hostile } from '#test/src/slack/hostile-view.ts';
import { factsOf } from './fake-facts.ts';

const rule = (more: Partial<Detection['rule']>): Detection['rule'] => ({ techniques: [], analytics: [], ...more });

describe('which playbook a detection belongs to', () => {
  test.each<[Partial<Detection>, string]>([
    [{ kind: 'connected-app-exfiltration' }, 'connected-app-exfiltration'],
    [{ kind: 'vendor-bank-change' }, 'vendor-bank-change'],
    [
      { kind: 'vendor-bank-change', product: 'salesforce', rule: rule({ analytics: ['AN1520'] }) },
      'vendor-bank-change',
    ],
    [{ product: 'salesforce', rule: rule({ analytics: ['AN1520'] }) }, 'connected-app-exfiltration'],
    [{ product: 'salesforce', rule: rule({ techniques: ['T1213.004'] }) }, 'connected-app-exfiltration'],
    [{ product: 'quickbooks', rule: rule({ techniques: ['T1657'] }) }, 'vendor-bank-change'],
    [{ product: 'quickbooks', rule: rule({ techniques: ['T1213.004'] }) }, 'unknown-detection'],
    [{ product: 'okta', rule: rule({ analytics: ['AN1520'] }) }, 'unknown-detection'],
    [{ kind: 'printer-on-fire' }, 'unknown-detection'],
    [{ kind: 'constructor' }, 'unknown-detection'],
    [{}, 'unknown-detection'],
  ])('%j: %s', (detection, id) => {
    expect(playbookFor(detectionOf(detection)).id).toBe(id);
  });

  test('every detection has one, and only the fallback takes what is not its own', () => {
    expect(playbooks.filter(({ when }) => when === 'fallback')).toEqual([fallback]);
    for (const { id, version } of playbooks) expect(playbookOf(id)).toMatchObject({ id, version });
    expect(() => playbookOf('gone')).toThrow('its cases can be closed, but not worked on');
  });
});

describe('whatever the detection says, no playbook throws', () => {
  const money = fc.record({
    vendor: fc.constantFrom('quickbooks', 'sap'),
    id: fc.string({ minLength: 1 }),
    amount: fc.oneof(
      fc.string(),
      fc.double(),
      fc.constantFrom('48200.00', '-1', '1e3', '0', '.5', '1,000.00', '00012.3456789'),
    ),
    currency: fc.oneof(fc.string({ maxLength: 5 }), fc.constantFrom('EUR', 'usd', 'XXX', 'ZZZ', '€')),
    due_at: fc.oneof(hostile, fc.constantFrom('2026-11-22T16:00:00Z', 'tomorrow', 1_795_335_000)),
    payee: fc.record({ name: hostile, id: hostile }),
  });
  const sent = fc.record(
    {
      title: hostile,
      kind: fc.constantFrom('connected-app-exfiltration', 'vendor-bank-change', 'other'),
      subject: fc.record(
        { name: hostile, email: hostile, ids: fc.dictionary(hostile, hostile, { maxKeys: 2 }) },
        { requiredKeys: [] },
      ),
      transfer: money,
      integration: fc.record({ name: hostile, id: hostile }, { requiredKeys: [] }),
      severity: hostile,
    },
    { requiredKeys: ['title'] },
  );

  test('its headline, questions, weights, steps', () => {
    let understood = 0;
    fc.assert(
      fc.property(sent, fc.constantFrom(...playbooks), (more, playbook) => {
        const body = { cordon: 'detection/1', id: 'x', occurred_at: '2026-11-22T08:00:00Z', severity: 'high', ...more };
        const read = normalise('cordon', body, { source: 'siem', receivedAt: new Date('2026-11-22T08:01:00Z') });
        const [one] = read.ok ? read.findings : [];
        if (!one?.ok) return;
        understood += 1;
        walk(playbook, one.detection);
      }),
      { numRuns: 300 },
    );
    expect(understood).toBeGreaterThan(20);
  });

  function walk(playbook: Playbook, detection: Detection): void {
    const facts = factsOf(detection);
    expect(playbook.headline(facts)).toEqual(expect.any(String));
    for (const { input } of playbook.ask) {
      input(facts);
    }
    for (const weigh of playbook.weigh) weigh(facts);
    for (const step of playbook.steps) {
      step.deadline?.at(facts);
      if (step.kind === 'action') step.input(facts);
      else if (step.kind === 'decision') step.question(facts);
      else step.task(facts);
    }
  }
});

describe('protected accounts', () => {
  const actions = playbooks.flatMap(({ id, steps }) =>
    steps.flatMap((step) => (step.kind === 'action' && step.key !== 'void' ? [[id, step.key, step] as const] : [])),
  );
  const okta = {
    userId: '00u1',
    status: 'ACTIVE',
    login: 'break.glass@northwind.example',
    name: 'B G',
    email: 'bg@northwind.example',
    department: null,
    title: null,
    manager: null,
    groups: [],
    adminRoles: [],
  };
  const salesforce = {
    userId: '0055f00000AAAAA',
    username: 'bg@northwind.example.sf',
    name: 'B G',
    email: 'break.glass@northwind.example',
    active: true,
    frozen: false,
    profile: 'Admin',
    license: 'x',
    department: null,
    title: null,
    manager: null,
    integration: false,
  };

  test.each(actions)(
    '%s, %s knows the account by what the vendors call it, not only by what the sender says',
    (_, __, step: ActionStep) => {
      const byId = { subject: { ids: { okta: '00u1', salesforce: '0055f00000AAAAA' } } };
      const known = step.accounts(factsOf(byId, { 'okta.user': okta, 'salesforce.user': salesforce }));
      expect(known).toContain('break.glass@northwind.example');
      expect(step.accounts(factsOf({ subject: { email: 'Mara@northwind.example', ids: {} } }))).toEqual([
        'Mara@northwind.example',
      ]);
    },
  );
});

describe('a playbook is refused when', () => {
  const [freeze, payment, stop] = acmePlaybook.steps;
  if (!freeze || !payment || !stop) throw new Error('the test playbook changed');
  const silent = { at: () => undefined, onSilence: 'deny' as const, words: '' };

  test.each<[string, Playbook['steps'], string]>([
    ['a step is there twice', [freeze, freeze], 'is there twice'],
    ['a step waits for one that is not before it', [stop, payment], 'which is not before it'],
    [
      'a step waits for an answer nobody can give',
      [payment, { ...stop, after: { key: 'payment', choice: 'perhaps' } }],
      'an answer "perhaps"',
    ],
    [
      'a step waits for an action to be answered',
      [freeze, { ...stop, after: { key: 'freeze', choice: 'stop' } }],
      'does not have',
    ],
    ['silence is not explained', [{ ...freeze, deadline: silent }], 'does not say what silence means'],
  ])('%s', (_, steps, problem) => {
    expect(() => definePlaybook({ ...acmePlaybook, steps })).toThrow(problem);
  });
});

describe('a payment after a change of bank details', () => {
  const playbook = playbookOf('vendor-bank-change');
  const payment = { transfer: { ...transfer, vendor: 'quickbooks', dueAt: '2026-11-22T16:00:00.000Z' } };
  const stepOf = (key: string) => playbook.steps.find((step) => step.key === key);
  const deadline = (dueAt?: string) =>
    stepOf('payment')?.deadline?.at(factsOf({ transfer: { ...transfer, ...(dueAt ? { dueAt } : {}) } }));

  test('is asked with everything the answer depends on', () => {
    const step = stepOf('payment');
    const asked = step?.kind === 'decision' ? step.question(factsOf(payment)) : undefined;
    expect(asked).toMatchObject({
      title: expect.stringContaining('Brightwater Supplies'),
      bound: { Payee: 'Brightwater Supplies', Amount: '€48,200.00', Payment: '7' },
    });
  });

  test('no answer is ever a yes: silence escalates, and confirming takes two', () => {
    for (const step of playbook.steps)
      expect(['deny', 'hold', 'escalate', undefined]).toContain(step.deadline?.onSilence);
    const step = stepOf('payment');
    expect(step?.kind === 'decision' && step.choices.map(({ id, quorum }) => [id, quorum])).toEqual([
      ['stop', 1],
      ['confirm', 2],
    ]);
    expect(stepOf('void')).toMatchObject({ role: 'finance', quorum: 2, after: { key: 'payment', choice: 'stop' } });
  });

  test.each([
    ['2026-11-22T10:30:00.000Z', '2026-11-22T09:30:00.000Z'],
    ['2026-11-22T16:00:00.000Z', '2026-11-22T11:00:00.000Z'],
    ['2026-11-22T09:10:00.000Z', '2026-11-22T09:00:00.000Z'],
    [undefined, '2026-11-22T11:00:00.000Z'],
  ])('due %s, people are asked until %s', (dueAt, until) => {
    expect(deadline(dueAt)?.toISOString()).toBe(until);
  });
});
