import { describe, expect, test } from 'vitest';
import { normalise, normaliseBody } from '#src/detections/senders/index.ts';
import { context, readOne } from '../finding.ts';
import { alert, of, read, type Written } from './written.ts';

describe('what has to be there and is not', () => {
  test.each<[string, unknown, Partial<Written>, string]>([
    ['nothing at the path', { alert: { id: 'a-1', at: 1 } }, {}, 'title: nothing is at alert.title.'],
    ['nothing but null', { alert: { ...alert, id: null } }, {}, 'id: nothing is at alert.id.'],
    ['not even the beginning of the path', {}, {}, 'id: nothing is at alert.id.'],
    [
      'a slip of the pen',
      { alert: { iid: 'a-1', title: 't', at: 1 } },
      {},
      'id: nothing is at alert.id. Did you mean iid?',
    ],
    [
      'a key with dots',
      { 'kibana.alert.uuid': '1' },
      { id: 'kibana.alert.uuid' },
      "id: nothing is at kibana.alert.uuid. The dots belong to the key: write $['kibana.alert.uuid'].",
    ],
    [
      'a key with dots in an entry',
      { alerts: [{ rule: { 'a.b': '1' }, 'a.b': { c: 1 } }] },
      { list: 'alerts', id: 'a.b.d' },
      `id: nothing is at a.b.d. The dots belong to the key: write "['a.b'].d".`,
    ],
    [
      'a list on the way',
      { alerts: [alert] },
      { id: 'alerts.id' },
      'id: nothing is at alerts.id. $.alerts is a list. Write $.alerts[0] for its first entry, or list: $.alerts where its entries are findings.',
    ],
    [
      'a list all along',
      [{ alert }],
      {},
      'id: nothing is at alert.id. That begins at a list. Where its entries are findings, write list: $.',
    ],
    [
      'nothing at any of the paths',
      { alert: { uid: null, id: null } },
      { id: ['alert.uid', 'alert.id'] },
      'id: nothing is at alert.uid, nor at alert.id.',
    ],
    ['no list', { alert }, { list: 'data.alerts' }, 'list: nothing is at data.alerts.'],
    [
      'a section for text',
      { alert: { ...alert, title: { en: 'x' } } },
      {},
      'title: what is at alert.title holds more than one value.',
    ],
    ['a blank', { alert: { ...alert, id: ' \u200b' } }, {}, 'id: what is at alert.id is empty.'],
    ['true for an id', { alert: { ...alert, id: true } }, {}, 'id: what is at alert.id is only true or false.'],
    ['null for a body', null, {}, 'id: nothing is at alert.id.'],
  ])('%s: quarantine, with the path', (_what, payload, more, reason) => {
    expect(read(payload, more)).toEqual({
      ok: false,
      code: expect.stringMatching(/^(missing|unreadable)-field$/),
      reason,
      field: reason.match(/ at ([^\s,]+?)[.,]?( |$)/)?.[1],
    });
  });

  test('the first path that leads to something readable is taken', () => {
    const mapped: Partial<Written> = { id: ['alert.uid', 'alert.ref', 'alert.id'] };
    expect(read({ alert: { ...alert, uid: null, ref: ' ' } }, mapped)).toMatchObject({
      detection: { senderUid: 'a-1' },
    });
    expect(read({ alert: { ...alert, ref: 'r-7' } }, mapped)).toMatchObject({ detection: { senderUid: 'r-7' } });
  });

  test('an id JSON cannot carry exactly is no id', () => {
    const body = Buffer.from('{"alert":{"id":9223372036854775807,"title":"t","at":1795335000000}}');
    expect(readOne(normaliseBody('mapping', body, of()))).toMatchObject({
      reason: 'id: what is at alert.id is a number too large to be exact. Have it sent as text.',
    });
  });

  test('a source without a mapping', () => {
    expect(normalise('mapping', {}, context)).toEqual({
      ok: false,
      code: 'no-mapping',
      reason: 'The source "siem" has no mapping in cordon.yaml.',
    });
  });
});
