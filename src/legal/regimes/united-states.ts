import { regime } from '../regime.ts';

/** The United States, federal and by state. */
export const unitedStates = {
  'sec-8k': regime({
    name: 'SEC Form 8-K Item 1.05',
    told: 'the market, by public filing',
    zone: 'America/New_York',
    source: 'https://www.sec.gov/rules-regulations/2023/07/s7-09-22',
    clocks: [
      {
        id: 'filing',
        what: 'Filing of Form 8-K',
        from: 'material',
        starts: 'materiality is determined, which must happen without unreasonable delay',
        length: { businessDays: 4 },
        note: 'Amended later where facts were missing; the Attorney General may allow a delay.',
      },
    ],
  }),
  california: regime({
    name: 'California Civ. Code 1798.82',
    told: 'residents; Attorney General',
    zone: 'America/Los_Angeles',
    source: 'https://leginfo.legislature.ca.gov/faces/billNavClient.xhtml?bill_id=202520260SB446',
    clocks: [
      {
        id: 'residents',
        what: 'Notice to residents',
        from: 'detected',
        starts: 'the breach is discovered, or the business is told of it',
        length: { calendarDays: 30 },
        note: 'Sample to the Attorney General within 15 days of the notice if more than 500 residents; delay for scope, restoration or law enforcement.',
      },
    ],
  }),
  'new-york': regime({
    name: 'New York GBL 899-aa',
    told: 'residents; Attorney General, Department of State, State Police, DFS',
    zone: 'America/New_York',
    source: 'https://www.nysenate.gov/legislation/laws/GBS/899-AA',
    clocks: [
      {
        id: 'residents',
        what: 'Notice to residents and regulators',
        from: 'detected',
        starts: 'the breach is discovered',
        length: { calendarDays: 30 },
      },
    ],
  }),
  nydfs: regime({
    name: 'NYDFS 23 NYCRR 500.17',
    told: 'Department of Financial Services',
    zone: 'America/New_York',
    source: 'https://www.dfs.ny.gov/system/files/documents/2023/10/rf_fs_2amend23NYCRR500_text_20231101.pdf',
    clocks: [
      {
        id: 'notice',
        what: 'Notice to DFS',
        from: 'classified',
        starts: 'it is determined that an incident occurred',
        length: { hours: 72 },
        status: 'unconfirmed',
        note: 'An extortion payment has a clock of its own, 24 hours from the payment, which Cordon does not compute.',
      },
    ],
  }),
  texas: regime({
    name: 'Texas Bus. & Com. 521.053',
    told: 'residents; Attorney General',
    zone: 'America/Chicago',
    source: 'https://tcss.legis.texas.gov/resources/BC/htm/BC.521.htm',
    clocks: [
      {
        id: 'attorney-general',
        what: 'Notice to the Attorney General, if 250 residents or more',
        from: 'classified',
        starts: 'it is determined that a breach occurred',
        length: { calendarDays: 30 },
        status: 'unconfirmed',
        note: 'Sources disagree: 30 or 60 days.',
      },
      {
        id: 'residents',
        what: 'Notice to residents',
        from: 'classified',
        starts: 'it is determined that a breach occurred',
        length: { calendarDays: 60 },
        status: 'unconfirmed',
      },
    ],
  }),
  colorado: regime({
    name: 'Colorado',
    told: 'residents; Attorney General from 500',
    zone: 'America/Denver',
    source: 'state code',
    clocks: [
      {
        id: 'residents',
        what: 'Notice to residents',
        from: 'classified',
        starts: 'it is determined that a breach occurred',
        length: { calendarDays: 30 },
      },
    ],
  }),
  florida: regime({
    name: 'Florida',
    told: 'residents; Attorney General from 500',
    zone: 'America/New_York',
    source: 'state code',
    clocks: [
      {
        id: 'residents',
        what: 'Notice to residents',
        from: 'classified',
        starts: 'it is determined that a breach occurred',
        length: { calendarDays: 30 },
      },
    ],
  }),
  hipaa: regime({
    name: 'HIPAA',
    told: 'individuals, HHS; media if more than 500',
    zone: 'America/New_York',
    source: '45 CFR 164.400 ff.',
    clocks: [
      {
        id: 'individuals',
        what: 'Notice to individuals and HHS',
        from: 'detected',
        starts: 'the breach is discovered',
        length: { calendarDays: 60 },
      },
    ],
  }),
  'ftc-safeguards': regime({
    name: 'FTC Safeguards 314.4(j)',
    told: 'FTC',
    zone: 'America/New_York',
    source: 'https://www.ecfr.gov/current/title-16/section-314.4',
    clocks: [
      {
        id: 'ftc',
        what: 'Notice to the FTC, if 500 consumers or more',
        from: 'detected',
        starts: 'the event is discovered',
        length: { calendarDays: 30 },
        status: 'unconfirmed',
      },
    ],
  }),
};
