/** One kind of object that holds data about people, by the names products give it. */
export interface PersonalObject {
  /** In small letters and the singular, as `objectNames` makes them. */
  names: readonly string[];
  dataClass: string;
}

/** What counts as possible personal data. Suppliers, invoices and payments are not in it: they are about companies as a rule. */
export const PERSONAL_OBJECTS: readonly PersonalObject[] = [
  { names: ['contact', 'individual', 'person', 'prospect', 'subscriber'], dataClass: 'contact details of people' },
  { names: ['lead', 'campaignmember', 'systemuser'], dataClass: 'contact details of people' },
  { names: ['account', 'personaccount', 'customer', 'company'], dataClass: 'customers, who may be people' },
  { names: ['user'], dataClass: "colleagues' accounts" },
  { names: ['employee', 'worker', 'applicant', 'candidate', 'systememployee'], dataClass: 'staff records' },
  { names: ['payroll', 'payslip', 'salary', 'compensation', 'timesheet'], dataClass: 'pay of staff' },
  {
    names: ['case', 'ticket', 'incident', 'emailmessage', 'conversation'],
    dataClass: 'messages and requests of people',
  },
];

/** "Contacts, Account__c" → contact, account. Products write one, or several in one text. */
export const objectNames = (text: string): string[] =>
  text
    .split(/[,;|\s]+/)
    .map((word) =>
      word
        .toLowerCase()
        .replace(/__[a-z]+$/, '')
        .replace(/[^a-z0-9]/g, '')
        .replace(/ies$/, 'y')
        .replace(/s$/, ''),
    )
    .filter((word) => word !== '');

/** The class of personal data an object holds; undefined when it holds none that Cordon knows of. */
export function dataClassOf(object: string): string | undefined {
  const names = objectNames(object);
  const classes = PERSONAL_OBJECTS.filter((entry) => entry.names.some((name) => names.includes(name)));
  return classes.length > 0 ? [...new Set(classes.map(({ dataClass }) => dataClass))].join(', ') : undefined;
}
