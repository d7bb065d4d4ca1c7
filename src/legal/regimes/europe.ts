import { type ClockFacts, regime } from '../regime.ts';

const AWARE = 'the controller is aware: reasonably certain that personal data was affected';
const HIGH_RISK: ClockFacts = {
  id: 'individuals',
  what: 'Communication to individuals, if the risk for them is high',
  from: 'aware',
  starts: AWARE,
  length: null,
};

/** Europe and the United Kingdom. */
export const europe = {
  gdpr: regime({
    name: 'GDPR Art. 33/34',
    told: 'lead supervisory authority; individuals if high risk',
    zone: 'Europe/Brussels',
    source: 'https://eur-lex.europa.eu/eli/reg/2016/679/oj',
    clocks: [
      {
        id: 'authority',
        what: 'Notification to the supervisory authority',
        from: 'aware',
        starts: AWARE,
        length: { hours: 72 },
        note: 'Reasons if later; information may follow in phases. A 2025 proposal would make it 96 hours. A processor tells the controller without undue delay.',
      },
      HIGH_RISK,
    ],
  }),
  'uk-gdpr': regime({
    name: 'UK GDPR',
    told: 'ICO; individuals if high risk',
    zone: 'Europe/London',
    source: 'https://ico.org.uk/for-organisations/report-a-breach/',
    clocks: [
      { id: 'authority', what: 'Notification to the ICO', from: 'aware', starts: AWARE, length: { hours: 72 } },
      HIGH_RISK,
    ],
  }),
  nis2: regime({
    name: 'NIS2 Art. 23',
    told: 'CSIRT or competent authority',
    zone: 'Europe/Brussels',
    source: 'https://eur-lex.europa.eu/eli/dir/2022/2555/oj',
    clocks: [
      {
        id: 'early-warning',
        what: 'Early warning',
        from: 'aware',
        starts: 'aware of a significant incident',
        length: { hours: 24 },
      },
      {
        id: 'notification',
        what: 'Incident notification',
        from: 'aware',
        starts: 'aware of a significant incident',
        length: { hours: 72 },
      },
      {
        id: 'final',
        what: 'Final report',
        from: { clock: 'notification' },
        starts: 'the notification was made',
        length: { months: 1 },
      },
    ],
  }),
  dora: regime({
    name: 'DORA Art. 19',
    told: 'financial supervisor',
    zone: 'Europe/Brussels',
    source: 'https://eur-lex.europa.eu/eli/reg_del/2025/301/oj',
    clocks: [
      {
        id: 'initial',
        what: 'Initial notification',
        from: 'classified',
        starts: 'the incident is classified as major',
        length: { hours: 4 },
      },
      {
        id: 'initial-latest',
        what: 'Initial notification, at the latest',
        from: 'aware',
        starts: 'aware of the incident',
        length: { hours: 24 },
      },
      {
        id: 'intermediate',
        what: 'Intermediate report',
        from: { clock: 'initial' },
        starts: 'the initial notification was made',
        length: { hours: 72 },
      },
      {
        id: 'final',
        what: 'Final report',
        from: { clock: 'intermediate' },
        starts: 'the intermediate report was made',
        length: { months: 1 },
        status: 'unconfirmed',
        note: 'Which report the month is counted from was not confirmed.',
      },
    ],
  }),
};
