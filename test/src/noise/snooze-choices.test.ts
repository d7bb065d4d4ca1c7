import fc from 'fast-check';
import { expect, test } from 'vitest';
import { identityKeys } from '#src/correlation/identity-keys.ts';
import { fitsSnooze } from '#src/noise/fits-snooze.ts';
import { sayPerson, sayScope, snoozeChoices } from '#src/noise/snooze-choices.ts';
import { detectionOf } from '#test/helpers/seed.ts';

const mara = { name: 'Mara Ito', email: 'mara.ito@northwind.example', ids: { okta: '00u1' } };
const rule = { name: 'Mass export', uid: 'R-7', techniques: ['T1213.004'], analytics: ['AN1520'] };
const integration = { name: 'My Ticket Portal', id: '0H4A1' };

test('what a detection names can be snoozed, the narrowest first', () => {
  const choices = snoozeChoices(detectionOf({ subject: mara, rule, integration, product: 'salesforce' }));
  expect(choices.map(({ id, about }) => [id, about])).toEqual([
    ['rule+person', 'Mass export from siem about Mara Ito'],
    ['rule+app', 'Mass export from siem by My Ticket Portal'],
    ['rule', 'Mass export from siem'],
    ['person', 'what siem sends about Mara Ito'],
    ['app', 'what siem sends by My Ticket Portal'],
  ]);
  expect(choices[0]?.scope).toEqual({
    source: 'siem',
    rule: 'r-7',
    person: 'email:mara.ito@northwind.example',
    app: null,
  });
});

test('one that names nothing offers nothing: a whole source cannot be snoozed', () => {
  expect(snoozeChoices(detectionOf({ subject: { name: 'Mara Ito', ids: {} } }))).toEqual([]);
});

test('every choice would have held back the detection it comes from, unless that is critical', () => {
  const party = fc.record({
    email: fc.option(fc.emailAddress(), { nil: undefined }),
    ids: fc.dictionary(fc.constantFrom('okta', 'uid'), fc.string({ minLength: 1 })),
  });
  const detections = fc.record({
    subject: fc.option(party, { nil: undefined }),
    rule: fc.record({
      uid: fc.option(fc.string(), { nil: undefined }),
      techniques: fc.constant<string[]>([]),
      analytics: fc.array(fc.string(), { maxLength: 2 }),
    }),
    severity: fc.constantFrom('low' as const, 'critical' as const),
  });
  fc.assert(
    fc.property(detections, ({ subject, rule: { uid, ...rest }, severity }) => {
      const { subject: _, ...plain } = detectionOf({ rule: { ...rest, ...(uid !== undefined && { uid }) }, severity });
      const { email, ids = {} } = subject ?? {};
      const detection = { ...plain, ...(subject && { subject: { ids, ...(email !== undefined && { email }) } }) };
      const keys = identityKeys(detection).map(({ key }) => key);
      for (const { scope } of snoozeChoices(detection))
        expect(fitsSnooze({ ...scope, setByKey: null }, detection, keys)).toBe(severity !== 'critical');
    }),
  );
});

test.each([
  ['email:mara.ito@northwind.example', 'mara.ito'],
  ['okta:00u1', 'okta 00u1'],
])('%s is called %s', (key, said) => expect(sayPerson(key)).toBe(said));

test('the example of the brief', () => {
  expect(sayScope({ source: 'siem', rule: 'AN1520', person: 'mara.ito' })).toBe('AN1520 from siem about mara.ito');
});
