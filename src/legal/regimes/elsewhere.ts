import { regime } from '../regime.ts';

/** Everywhere else. */
export const elsewhere = {
  'australia-ndb': regime({
    name: 'Australia NDB',
    told: 'OAIC; individuals',
    zone: 'Australia/Sydney',
    source: 'https://www.oaic.gov.au/privacy/notifiable-data-breaches',
    clocks: [
      {
        id: 'assessment',
        what: 'Assessment finished',
        from: 'detected',
        starts: 'an eligible breach is suspected',
        length: { calendarDays: 30 },
        note: 'CPS 234 (72 hours to APRA) and critical infrastructure (12 hours) are rules of their own, not computed here.',
      },
      {
        id: 'notice',
        what: 'Notice to the OAIC and to individuals, as soon as practicable',
        from: 'classified',
        starts: 'it is an eligible breach',
        length: null,
      },
    ],
  }),
  'canada-pipeda': regime({
    name: 'Canada PIPEDA',
    told: 'OPC; individuals; others who can reduce harm',
    zone: 'America/Toronto',
    source: 'https://laws-lois.justice.gc.ca/eng/regulations/SOR-2018-64/',
    clocks: [
      {
        id: 'notice',
        what: 'Report and notice, as soon as feasible',
        from: 'classified',
        starts: 'a real risk of significant harm is believed',
        length: null,
        note: 'Québec has rules of its own. Records are kept 24 months (unconfirmed).',
      },
    ],
  }),
  'singapore-pdpa': regime({
    name: 'Singapore PDPA',
    told: 'PDPC; individuals as soon as practicable',
    zone: 'Asia/Singapore',
    source: 'https://sso.agc.gov.sg/Act/PDPA2012',
    clocks: [
      {
        id: 'assessment',
        what: 'Assessment finished',
        from: 'detected',
        starts: 'there is reason to believe that a breach occurred',
        length: { calendarDays: 30 },
      },
      {
        id: 'pdpc',
        what: 'Notification to the PDPC',
        from: 'classified',
        starts: 'it is assessed as notifiable (500 people or significant harm)',
        length: { calendarDays: 3 },
      },
    ],
  }),
  'brazil-lgpd': regime({
    name: 'Brazil LGPD, Res. CD/ANPD 15/2024',
    told: 'ANPD and data subjects',
    zone: 'America/Sao_Paulo',
    source: 'https://www.gov.br/anpd',
    clocks: [
      {
        id: 'communication',
        what: 'Communication to the ANPD and to data subjects',
        from: 'aware',
        starts: 'it is known that the incident affected personal data',
        length: { businessDays: 3 },
        note: 'Six business days for small agents.',
      },
      {
        id: 'complete',
        what: 'Complete information',
        from: 'aware',
        starts: 'it is known that the incident affected personal data',
        length: { businessDays: 20 },
        status: 'unconfirmed',
        note: 'From when the 20 days are counted was not confirmed; this takes the earlier reading.',
      },
    ],
  }),
  'india-cert-in': regime({
    name: 'India CERT-In',
    told: 'CERT-In; Data Protection Board and principals under the DPDP Rules',
    zone: 'Asia/Kolkata',
    source: 'https://www.cert-in.org.in',
    clocks: [
      {
        id: 'cert-in',
        what: 'Report to CERT-In',
        from: 'detected',
        starts: 'it is noticed, or somebody tells',
        length: { hours: 6 },
      },
      {
        id: 'board',
        what: 'Detailed report to the Data Protection Board',
        from: 'aware',
        starts: 'aware of the breach',
        length: { hours: 72 },
        status: 'unconfirmed',
        note: 'Sources disagree on whether the DPDP Rules are in force already.',
      },
    ],
  }),
  'japan-appi': regime({
    name: 'Japan APPI',
    told: 'PPC; individuals',
    zone: 'Asia/Tokyo',
    source: 'https://www.ppc.go.jp',
    clocks: [
      {
        id: 'preliminary',
        what: 'Preliminary report, promptly',
        from: 'aware',
        starts: 'aware of the breach',
        length: { calendarDays: 3 },
        status: 'unconfirmed',
        note: 'Said to be 3 to 5 days; this takes 3.',
      },
      {
        id: 'final',
        what: 'Final report',
        from: 'aware',
        starts: 'aware of the breach',
        length: { calendarDays: 30 },
        status: 'unconfirmed',
        note: '60 days if somebody acted with intent; this takes 30.',
      },
    ],
  }),
};
