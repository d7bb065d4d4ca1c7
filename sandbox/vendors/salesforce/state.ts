/** Times are ISO 8601 in UTC; what leaves the twin is written as Salesforce writes it. */
export interface SalesforceUser {
  id: string;
  username: string;
  name: string;
  email: string;
  isActive: boolean;
  userType: string;
  profile: string;
  license: string;
  title: string | null;
  department: string | null;
  managerId: string | null;
  userLoginId: string;
  isFrozen: boolean;
}

/** One row of OauthToken: what a user granted to an app. */
export interface Grant {
  id: string;
  userId: string;
  appName: string;
  appMenuItemId: string | null;
  created: string;
  lastUsed: string | null;
  useCount: number;
  deleteToken: string;
  /** Where somebody holds the refresh token and opens the next session as soon as one is gone; null for a well-behaved app. */
  reopensFrom: string | null;
}

/** One row of AuthSession. */
export interface Session {
  id: string;
  userId: string;
  type: string;
  level: string;
  loginType: string;
  address: string;
  created: string;
  lastUsed: string;
  secondsValid: number;
  /** Its owner keeps working, so it does not run out. */
  atWork: boolean;
  /** The grant it was minted from; it dies with it. */
  grantId: string | null;
  /** Only the sessions of API clients that talk to the twin have one. */
  token: string | null;
}

export interface Login {
  id: string;
  userId: string;
  when: string;
  address: string;
  country: string;
  type: string;
  application: string;
  status: string;
}

export interface ApiCall {
  id: string;
  userId: string;
  when: string;
  address: string;
  apiType: string;
  application: string;
  appId: string | null;
  object: string;
  query: string;
  rows: number;
  sessionKey: string;
}

export interface ReportRun {
  id: string;
  userId: string;
  when: string;
  address: string;
  name: string;
  operation: string;
  rows: number;
}

export interface SetupChange {
  id: string;
  userId: string;
  when: string;
  action: string;
  section: string;
  display: string;
  delegate: string | null;
}

export interface BulkJob {
  id: string;
  userId: string;
  created: string;
  object: string;
  operation: string;
  state: string;
  jobType: 'V2Query' | 'Classic';
  rows: number;
}

export interface SalesforceState {
  /** When this organisation was made up; its history is derived from it and is not kept. */
  epoch: string;
  /** The last number used in an id. */
  counter: number;
  licensed: { eventMonitoring: boolean };
  /** What Cordon's user may see beyond its own rows. */
  permitted: { manageUsers: boolean; customizeApplication: boolean };
  apiRequests: { used: number; max: number };
  users: SalesforceUser[];
  installedApps: { id: string; name: string }[];
  grants: Grant[];
  sessions: Session[];
  logins: Login[];
  apiCalls: ApiCall[];
  reportRuns: ReportRun[];
  setupChanges: SetupChange[];
  bulkJobs: BulkJob[];
  /** Statements whose next page may still be asked for, by locator. */
  cursors: Record<string, string>;
  /** Whom and what the seeds made interesting, for the panel. */
  watched: { userId: string; appName: string; hostile: boolean }[];
}

/** The next id with a vendor prefix, 18 characters long. */
export function nextId(state: SalesforceState, prefix: string): string {
  state.counter += 1;
  return `${prefix}5f${String(state.counter).padStart(10, '0')}AAQ`.slice(0, 18).padEnd(18, 'A');
}

/** Text that looks like a token and is the same in every run. */
export function nextSecret(state: SalesforceState, prefix: string): string {
  state.counter += 1;
  return `${prefix}${String(state.counter).padStart(12, '0')}`;
}

export const isLive = ({ lastUsed, secondsValid }: Session, now: Date): boolean =>
  Date.parse(lastUsed) + secondsValid * 1000 > now.getTime();
