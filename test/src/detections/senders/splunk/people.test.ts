import { describe, expect, test } from 'vitest';
import type { Detection } from '#src/detections/detection.ts';
import { detected } from '../finding.ts';
import { alert, finding } from './rows.ts';

const read = (row: object = {}): Detection => detected('splunk', alert(row));
const readFinding = (row: object = {}): Detection => detected('splunk', finding(row));

describe('people', () => {
  const party = (username: string) => ({ ids: { username } });

  test.each([
    ['user alone is whom it is about, and nobody is said to have acted', { user: 'mara' }, { subject: party('mara') }],
    [
      'src_user did it to user',
      { user: 'dana', src_user: 'helpdesk' },
      { subject: party('dana'), actor: party('helpdesk'), target: party('dana') },
    ],
    [
      'somebody who did it to themselves',
      { user: 'Mara', src_user: 'mara' },
      { subject: party('mara'), actor: party('mara') },
    ],
    ['src_user alone', { user: '', src_user: 'helpdesk' }, { subject: party('helpdesk'), actor: party('helpdesk') }],
    ['what Splunk writes where it knows nobody', { user: 'unknown' }, {}],
    [
      'an id beside the name',
      { user: 'mara', user_id: '0055f00000CyENtAAN' },
      { subject: { ids: { username: 'mara', salesforce: '0055f00000CyENtAAN' } } },
    ],
    [
      'an id alone',
      { user: null, user_id: '00u1abcdefGHIJKLM0h7' },
      { subject: { ids: { okta: '00u1abcdefGHIJKLM0h7' } } },
    ],
  ])('%s', (_what, row, people) => {
    const { subject, actor, target } = read(row);
    expect({ ...(subject && { subject }), ...(actor && { actor }), ...(target && { target }) }).toEqual(people);
  });

  test('of several users the first is meant and the others are told', () => {
    const others = 'The sender also names dana, ana, noor and 1 more.';
    expect(read({ user: 'mara\ndana\nana\nmara\nnoor\nsam' })).toMatchObject({
      subject: party('mara'),
      notes: [others],
    });
    expect(read({ user: ['mara', 'dana', 'ana', 'noor', 'sam'] }).notes).toEqual([others]);
  });

  test('a finding without a user is about the person at risk', () => {
    expect(readFinding({ user: '', src_user: null })).toMatchObject({ subject: party('dana.ortiz') });
    const entity = {
      user: '',
      src_user: '',
      risk_object: null,
      risk_object_type: null,
      entity: 'ana',
      entity_type: 'user',
    };
    expect(readFinding(entity)).toMatchObject({ subject: party('ana') });
    expect(readFinding({ user: '', src_user: '', risk_object_type: 'system' })).not.toHaveProperty('subject');
  });

  test('a risk counted to somebody else is told', () => {
    expect(readFinding({ risk_object: 'ana' }).notes).toContain('The sender also names ana.');
  });
});
