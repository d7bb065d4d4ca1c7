import { describe, expect, test } from 'vitest';
import type { Detection } from '#src/detections/detection.ts';
import { normalise } from '#src/detections/senders/index.ts';
import { context, detected, readOne } from '../finding.ts';
import { alert, finding } from './rows.ts';

const read = (row: object = {}, more: object = {}): Detection => detected('splunk', alert(row, more));
const readFinding = (row: object = {}): Detection => detected('splunk', finding(row));

describe('what tells one finding from another', () => {
  const uid = (row: object, more: object = {}) => read(row, more).senderUid;

  test('the event id, whatever else moved', () => {
    expect(uid({ record_count: '50000', _time: '1795334900' }, { sid: 'another run' })).toBe(uid({}));
    expect(uid({ orig_event_id: 'other' })).not.toBe(uid({}));
    expect(uid({}, { search_name: null })).toBe('9f0c2a1e');
  });

  test('without one the content, whatever belongs to the run of the search', () => {
    const row = { orig_event_id: null };
    const again = { ...row, info_search_time: '1795335200', _serial: '3', orig_sid: 'x' };
    expect(uid(row)).toMatch(/^sha256:/);
    expect(uid(again, { sid: 'another run' })).toBe(uid(row));
    expect(uid({ ...row, _time: '1795334900' })).not.toBe(uid(row));
    expect(uid(row, { search_name: 'another search' })).not.toBe(uid(row));
  });

  test('without a time as well, also the day', () => {
    const row = alert({ orig_event_id: null, _time: '' });
    const on = (receivedAt: string) => {
      const delivered = normalise('splunk', row, { ...context, receivedAt: new Date(receivedAt) });
      const one = readOne(delivered);
      return one.ok ? one.detection : undefined;
    };
    expect(on('2026-11-22T23:00:00Z')?.senderUid).toBe(on('2026-11-22T08:15:00Z')?.senderUid);
    expect(on('2026-11-23T08:15:00Z')?.senderUid).not.toBe(on('2026-11-22T08:15:00Z')?.senderUid);
    expect(on('2026-11-22T08:15:00Z')?.notes).toContain(
      'The row has no time of its own: the same row on another day (UTC) counts as another finding.',
    );
  });

  test('a finding without an event id: rule, time and risk object, else the content', () => {
    expect(readFinding({ event_id: null }).senderUid).toBe(
      'SaaS - factors reset by the help desk/1795334880/dana.ortiz',
    );
    expect(readFinding({ event_id: null, risk_object: null }).senderUid).toMatch(/^sha256:/);
  });
});
