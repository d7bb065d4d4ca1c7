import { type Colleague, people } from '#sandbox/company.ts';
import { dataLoader, salesDashboard, usualAddress } from './initial.ts';
import type { ApiCall, Login, ReportRun, SalesforceState, SetupChange } from './state.ts';

export interface History {
  logins: readonly Login[];
  apiCalls: readonly ApiCall[];
  reportRuns: readonly ReportRun[];
  setupChanges: readonly SetupChange[];
}

/** The past of the organisation, the same for the same epoch. It ends two days before, so that seeds own the present. */
export function historyOf({ epoch }: Pick<SalesforceState, 'epoch'>): History {
  const { mara, rui, sam, tom } = people;
  const maraDays = spread(weekdaysBefore(epoch, 2, 88), MARA_ROWS.length);
  const ruiDays = weekdaysBefore(epoch, 2, 88).filter((_, index) => index % 6 !== 3);
  const others = [people.noor, people.ana, people.jonas, people.dana, tom];
  return {
    logins: [
      ...maraDays.map((day) => browserLogin(mara, day)),
      ...ruiDays.map((day) => browserLogin(rui, day)),
      ...others.flatMap((person, index) =>
        spread(weekdaysBefore(epoch, 2, 88), 18 + index * 3).map((day) => browserLogin(person, day)),
      ),
    ],
    apiCalls: [
      ...maraDays.map((day, index) => dashboardCall(mara, day, MARA_ROWS[index] ?? 0)),
      ...ruiDays.map((day, index) => dashboardCall(rui, day, 30 + ((index * 7) % 23))),
      ...[84, 175].map((days) => contactExport(rui, weekdaysBefore(epoch, days, days + 3)[0] ?? epoch, 38_050)),
    ],
    reportRuns: maraDays.filter((_, index) => index % 4 === 0).map((day) => pipelineReport(mara, day)),
    setupChanges: [
      setupChange(
        1,
        sam,
        weekdaysBefore(epoch, 20, 23)[0] ?? epoch,
        'PermSetAssign',
        'Permission set Sales Operations: assigned to user Mara Ito',
      ),
      setupChange(
        2,
        tom,
        weekdaysBefore(epoch, 9, 12)[0] ?? epoch,
        'changedEmail',
        'Changed the default workflow user',
      ),
    ],
  };
}

/** Rows read on Mara's 37 active days: the median is 120, the highest 2,300. */
const MARA_ROWS = Array.from({ length: 37 }, (_, index) => {
  const step = ((index * 11) % 37) - 18;
  return step === 18 ? 2_300 : 120 + step * 3;
});

/** Midnights (UTC) of the weekdays from `nearest` to `farthest` days before, newest first. */
function weekdaysBefore(epoch: string, nearest: number, farthest: number): string[] {
  const midnight = Date.parse(`${epoch.slice(0, 10)}T00:00:00.000Z`);
  const days = Array.from({ length: farthest - nearest + 1 }, (_, index) => midnight - (nearest + index) * 86_400_000);
  return days
    .map((day) => new Date(day))
    .filter(isWeekday)
    .map((day) => day.toISOString());
}

const isWeekday = (day: Date): boolean => day.getUTCDay() % 6 !== 0;

function spread<Item>(items: readonly Item[], wanted: number): Item[] {
  return items.filter(
    (_, index) => Math.floor(((index + 1) * wanted) / items.length) > Math.floor((index * wanted) / items.length),
  );
}

/** Somewhere in the working day, fixed for each person and day. */
function at(day: string, person: Colleague, minutes: number): string {
  const offset = (Number(day.slice(8, 10)) * 13 + person.key.length * 7) % 150;
  return new Date(Date.parse(day) + (7 * 60 + offset + minutes) * 60_000).toISOString();
}

const idOf = (prefix: string, person: Colleague, day: string): string =>
  `${prefix}5f${day.slice(2, 10).replaceAll('-', '')}${person.salesforceId.slice(10, 14)}AAA`;

const browserLogin = (person: Colleague, day: string): Login => ({
  id: idOf('0Ya', person, day),
  userId: person.salesforceId,
  when: at(day, person, 0),
  address: usualAddress(person.salesforceId),
  country: 'NL',
  type: 'SAML Sfdc Initiated SSO',
  application: 'Browser',
  status: 'Success',
});

const dashboardCall = (person: Colleague, day: string, rows: number): ApiCall => ({
  id: idOf('0Ae', person, day),
  userId: person.salesforceId,
  when: at(day, person, 25),
  address: usualAddress(person.salesforceId),
  apiType: 'REST',
  application: salesDashboard.name,
  appId: salesDashboard.id,
  object: 'Opportunity',
  query: 'SELECT Id, Name, StageName, Amount, CloseDate FROM Opportunity WHERE IsClosed = false',
  rows,
  sessionKey: `key${day.slice(0, 10)}${person.key}`,
});

const contactExport = (person: Colleague, day: string, rows: number): ApiCall => ({
  ...dashboardCall(person, day, rows),
  id: idOf('0Ax', person, day),
  when: at(day, person, 90),
  apiType: 'Bulk',
  application: dataLoader.name,
  appId: dataLoader.id,
  object: 'Contact',
  query: 'SELECT Id, FirstName, LastName, Email, Phone FROM Contact',
  sessionKey: `bulk${day.slice(0, 10)}${person.key}`,
});

const pipelineReport = (person: Colleague, day: string): ReportRun => ({
  id: idOf('0Re', person, day),
  userId: person.salesforceId,
  when: at(day, person, 40),
  address: usualAddress(person.salesforceId),
  name: 'Pipeline by region',
  operation: 'ReportRunFromLightning',
  rows: 310,
});

const setupChange = (number: number, person: Colleague, day: string, action: string, display: string): SetupChange => ({
  id: `0Ym5f00000000${number}AAA`,
  userId: person.salesforceId,
  when: at(day, person, 55),
  action,
  section: 'Manage Users',
  display,
  delegate: null,
});
