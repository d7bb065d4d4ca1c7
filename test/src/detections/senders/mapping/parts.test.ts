import { describe, expect, test } from 'vitest';
import { normalise } from '#src/detections/senders/index.ts';
import { alert, detected, of, read, type Written } from './written.ts';

describe('many findings', () => {
  const mapped: Partial<Written> = { list: 'data.alerts', id: 'id', title: 'title', time: 'at', product: '$.product' };
  const many = (alerts: unknown) => normalise('mapping', { product: 'okta', data: { alerts } }, of(mapped));

  test('each entry is one, with what stands beside the list', () => {
    const delivered = many([alert, { ...alert, id: 'a-2' }]);
    expect(delivered).toMatchObject({
      ok: true,
      findings: [
        { detection: { senderUid: 'a-1', product: 'okta' } },
        { detection: { senderUid: 'a-2', product: 'okta' } },
      ],
    });
  });

  test('one that cannot be read does not cost the others', () => {
    expect(many([alert, 7, { ...alert, id: 'a-3' }])).toMatchObject({
      ok: true,
      findings: [{ ok: true }, { ok: false, field: 'id' }, { ok: true }],
    });
  });

  test('an empty list holds none, a single entry is a list of one, and so is JSON in text', () => {
    expect(many([])).toEqual({ ok: true, findings: [] });
    expect(many(alert)).toMatchObject({ ok: true, findings: [{ detection: { senderUid: 'a-1' } }] });
    expect(many(JSON.stringify([alert]))).toMatchObject({ ok: true, findings: [{ detection: { senderUid: 'a-1' } }] });
  });

  test('a body that is a list', () => {
    expect(normalise('mapping', [{ alert }, { alert }], of({ list: '$' }))).toMatchObject({
      findings: [{ ok: true }, { ok: true }],
    });
  });
});

describe('a transfer', () => {
  const transfer: Written['transfer'] = {
    vendor: { value: 'QuickBooks' },
    id: 'pay.id',
    amount: 'pay.amount',
    currency: 'pay.currency',
    payee: { name: 'pay.to' },
    due_at: 'pay.due',
  };
  const pay = { id: 145, amount: 48200, currency: 'eur', to: 'Brightwater Supplies', due: '2026-11-22T16:00:00+01:00' };

  test('is read whole', () => {
    expect(detected({ alert, pay }, { transfer })).toMatchObject({
      transfer: {
        vendor: 'quickbooks',
        id: '145',
        amount: '48200',
        currency: 'EUR',
        payee: { name: 'Brightwater Supplies' },
        dueAt: '2026-11-22T15:00:00.000Z',
      },
    });
  });

  test.each(['amount', 'currency', 'to'])('without its %s sends the finding to quarantine', (missing) => {
    expect(read({ alert, pay: { ...pay, [missing]: undefined } }, { transfer })).toMatchObject({
      ok: false,
      code: 'unreadable-field',
      field: expect.stringMatching(/^transfer\./),
    });
  });

  test('that is not there is no transfer', () => {
    expect(detected({ alert, pay: { ...pay, id: null } }, { transfer })).not.toHaveProperty('transfer');
  });
});
