import type { StormView } from '#src/noise/load-storm.ts';

export const storm: StormView = {
  id: '6f1c1f8e-8f0a-4c1b-9c55-0d0c3b1f7a11',
  beganAt: '2026-11-22T09:00:00.000Z',
  calmAt: null,
  endedAt: null,
  cases: 38,
  minutes: 5,
  held: 18,
  waiting: 12,
  most: [{ count: 30, rule: 'Mass report export', source: 'siem' }],
  next: [{ id: 7, title: 'Mara Ito · Salesforce', severity: 'high' }],
};
