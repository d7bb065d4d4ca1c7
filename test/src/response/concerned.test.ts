import { expect, test } from 'vitest';
import { concernedBy } from '#src/response/load-step.ts';
import { detectionOf } from '#test/helpers/seed.ts';

test('the people a case is about: as the sender names them, and as the vendors know an id the sender gave', () => {
  const detections = [
    detectionOf({ subject: { ids: { okta: '00u1' } }, actor: { email: 'Ana.Lima@northwind.example', ids: {} } }),
  ];
  expect(concernedBy({ detections, subjectEmails: ['Mara.Ito@northwind.example'] })).toEqual([
    'ana.lima@northwind.example',
    'mara.ito@northwind.example',
  ]);
});
