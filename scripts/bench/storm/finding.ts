/** What somebody is known by. A sender writes what it is given and can write. */
export interface Who {
  name: string;
  email?: string;
  salesforce?: string;
  okta?: string;
}

/** One thing that happened, before its sender has put it into words. */
export interface StormFinding {
  /** The sender's id, which is also the name of its source. */
  sender: string;
  /** As it has to be in the database. */
  uid: string;
  at: Date;
  grade: 'finding' | 'event';
  kind: string;
  who?: Who;
  /** The id of the app it was done with. */
  app?: string;
  /** The id of who is paid, in QuickBooks. */
  payee?: string;
  closed?: true;
}

/** Findings that belong in one case and in no other. */
export interface Story {
  name: string;
  findings: readonly StormFinding[];
}

export const keyOf = ({ sender, uid }: Pick<StormFinding, 'sender' | 'uid'>): string => `${sender} ${uid}`;
