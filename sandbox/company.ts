/** The people of the demo company. One list, so that Slack, the vendors and the scenarios agree on who is who. */
export interface Colleague {
  key: string;
  name: string;
  email: string;
  title: string;
  department: string;
  slackId: string;
  oktaId: string;
  salesforceId: string;
  /** What this person is to Cordon; shown beside the name on the page. */
  role: 'security' | 'finance' | 'legal' | 'manager' | 'employee' | 'guest' | 'stranger' | 'deactivated' | 'bot';
}

const colleague = (
  number: number,
  key: string,
  name: string,
  role: Colleague['role'],
  title: string,
  department: string,
): Colleague => {
  const id = String(number).padStart(4, '0');
  return {
    key,
    name,
    role,
    title,
    department,
    email: `${name.toLowerCase().replace(/[^a-z]+/g, '.')}@${role === 'stranger' ? 'brightwater' : 'northwind'}.example`,
    slackId: `U0DEMO${id}`,
    oktaId: `00udemo${id}abcdefgh`,
    salesforceId: `0055f00000${id}AAQ`.slice(0, 18).padEnd(18, 'A'),
  };
};

export const company = {
  name: 'Northwind Traders',
  domain: 'northwind.example',
  slackTeamId: 'T0NORTHWIND',
  slackAppId: 'A0CORDON01',
  botUserId: 'U0CORDON01',
  botId: 'B0CORDON01',
  timezone: 'Europe/Amsterdam',
} as const;

export const people = {
  noor: colleague(1, 'noor', 'Noor Haddad', 'security', 'Incident responder', 'Security'),
  sam: colleague(2, 'sam', 'Sam Okoro', 'security', 'Head of security', 'Security'),
  ana: colleague(3, 'ana', 'Ana Lima', 'finance', 'Accounts payable lead', 'Finance'),
  jonas: colleague(4, 'jonas', 'Jonas Weber', 'finance', 'Controller', 'Finance'),
  priya: colleague(5, 'priya', 'Priya Nair', 'finance', 'Treasurer', 'Finance'),
  lea: colleague(6, 'lea', 'Lea Martin', 'legal', 'Privacy counsel', 'Legal'),
  tom: colleague(7, 'tom', 'Tom Ng', 'manager', 'Chief operating officer', 'Operations'),
  mara: colleague(8, 'mara', 'Mara Ito', 'employee', 'Sales operations', 'Sales'),
  dana: colleague(9, 'dana', 'Dana Ortiz', 'employee', 'Accounts payable clerk', 'Finance'),
  rui: colleague(10, 'rui', 'Rui Costa', 'employee', 'Revenue operations analyst', 'Sales'),
  gwen: colleague(11, 'gwen', 'Gwen Vale', 'guest', 'Contractor', 'Outside'),
  stan: colleague(12, 'stan', 'Stan Reed', 'stranger', 'Account manager at Brightwater', 'Outside'),
  dee: colleague(13, 'dee', 'Dee Marsh', 'deactivated', 'Left in September', 'Security'),
} as const;

/** Adds an employee to this process's company: for stories that need a crowd. */
export function hire(number: number, name: string, title: string): Colleague {
  const hired = colleague(number, name.toLowerCase().replace(/[^a-z]+/g, '-'), name, 'employee', title, 'Security');
  Object.assign(people, { [hired.key]: hired });
  return hired;
}
