import { historyOf } from './history.ts';
import { isLive, type SalesforceState, type Session } from './state.ts';

export type Value = string | number | boolean | null;
/** A record by its field names; a relationship's fields with dots, as SOQL writes them. */
export type RecordRow = Readonly<Record<string, Value>>;

export interface Asking {
  state: SalesforceState;
  now: Date;
  /** The session the question comes in by. */
  session: Session;
}

export interface SalesforceObject {
  rows(asking: Asking): readonly RecordRow[];
  /** Big objects can be filtered and sorted by these alone. */
  onlyFilterable?: readonly string[];
  unfilterable?: readonly string[];
  pageSize?: number;
  /** A hard stop, whatever COUNT() says. */
  mostRows?: number;
  needsEventMonitoring?: true;
}

const EVENT_FILTERS = ['EventDate', 'EventIdentifier'];

export const objects: Readonly<Record<string, SalesforceObject>> = {
  User: { rows: users },
  UserLogin: {
    rows: ({ state }) =>
      state.permitted.manageUsers
        ? state.users.map((user) => ({
            Id: user.userLoginId,
            UserId: user.id,
            IsFrozen: user.isFrozen,
            IsPasswordLocked: false,
          }))
        : [],
  },
  LoginHistory: {
    rows: logins,
    unfilterable: ['Application', 'Browser', 'Platform', 'ApiType', 'ApiVersion', 'ClientVersion'],
  },
  AuthSession: { rows: sessions },
  OauthToken: { rows: grants, pageSize: 500, mostRows: 2_500 },
  ConnectedApplication: { rows: ({ state }) => state.installedApps.map(({ id, name }) => ({ Id: id, Name: name })) },
  SetupAuditTrail: { rows: setupChanges },
  ApiEvent: { rows: apiEvents, onlyFilterable: EVENT_FILTERS, needsEventMonitoring: true },
  ReportEvent: { rows: reportEvents, onlyFilterable: EVENT_FILTERS, needsEventMonitoring: true },
};

function users({ state }: Asking): RecordRow[] {
  return state.users.map((user) => {
    const manager = state.users.find(({ id }) => id === user.managerId);
    return {
      Id: user.id,
      Username: user.username,
      Name: user.name,
      Email: user.email,
      IsActive: user.isActive,
      UserType: user.userType,
      Title: user.title,
      Department: user.department,
      ManagerId: user.managerId,
      'Profile.Name': user.profile,
      'Profile.UserLicense.Name': user.license,
      'Manager.Name': manager?.name ?? null,
      'Manager.Email': manager?.email ?? null,
    };
  });
}

function logins({ state, session }: Asking): RecordRow[] {
  return [...historyOf(state).logins, ...state.logins]
    .filter(({ userId }) => state.permitted.manageUsers || userId === session.userId)
    .map((login) => ({
      Id: login.id,
      UserId: login.userId,
      LoginTime: login.when,
      LoginType: login.type,
      LoginSubType: null,
      SourceIp: login.address,
      CountryIso: login.country,
      Status: login.status,
      Application: login.application,
      Browser: login.application === 'Browser' ? 'Firefox 144' : 'Unknown',
      Platform: 'Unknown',
      ApiType: 'N/A',
      ApiVersion: 'N/A',
      ClientVersion: 'N/A',
    }));
}

function sessions({ state, now, session }: Asking): RecordRow[] {
  return state.sessions
    .filter((one) => isLive(one, now) && (state.permitted.manageUsers || one.userId === session.userId))
    .map((one) => ({
      Id: one.id,
      UsersId: one.userId,
      LoginType: one.loginType,
      SessionType: one.type,
      SessionSecurityLevel: one.level,
      SourceIp: one.address,
      CreatedDate: one.created,
      LastModifiedDate: one.lastUsed,
      NumSecondsValid: one.secondsValid,
      UserType: 'Standard',
      IsCurrent: one.id === session.id,
    }));
}

function grants({ state, session }: Asking): RecordRow[] {
  return state.grants
    .filter(({ userId }) => state.permitted.customizeApplication || userId === session.userId)
    .map((grant) => ({
      Id: null,
      AppName: grant.appName,
      AppMenuItemId: grant.appMenuItemId,
      UserId: grant.userId,
      LastUsedDate: grant.lastUsed,
      UseCount: grant.useCount,
      CreatedDate: grant.created,
      DeleteToken: grant.deleteToken,
    }));
}

function setupChanges({ state }: Asking): RecordRow[] {
  return [...historyOf(state).setupChanges, ...state.setupChanges].map((change) => {
    const by = state.users.find(({ id }) => id === change.userId);
    return {
      Id: change.id,
      Action: change.action,
      Section: change.section,
      Display: change.display,
      CreatedDate: change.when,
      CreatedById: change.userId,
      'CreatedBy.Name': by?.name ?? null,
      'CreatedBy.Username': by?.username ?? null,
      'CreatedBy.Email': by?.email ?? null,
      DelegateUser: change.delegate,
    };
  });
}

/** What one batch of a REST answer holds. */
const BATCH = 2_000;

function apiEvents({ state }: Asking): RecordRow[] {
  return [...historyOf(state).apiCalls, ...state.apiCalls].map((call) => ({
    EventDate: call.when,
    EventIdentifier: `event-${call.id}`,
    UserId: call.userId,
    Username: state.users.find(({ id }) => id === call.userId)?.username ?? null,
    SourceIp: call.address,
    ApiType: call.apiType,
    ApiVersion: 67,
    Application: call.application,
    Client: null,
    UserAgent: null,
    ConnectedAppId: call.appId,
    Operation: 'Query',
    Query: call.query,
    QueriedEntities: call.object,
    RowsProcessed: call.rows,
    RowsReturned: Math.min(call.rows, BATCH),
    SessionKey: call.sessionKey,
    SessionLevel: 'STANDARD',
  }));
}

function reportEvents({ state }: Asking): RecordRow[] {
  return [...historyOf(state).reportRuns, ...state.reportRuns].map((run) => ({
    EventDate: run.when,
    EventIdentifier: `event-${run.id}`,
    UserId: run.userId,
    SourceIp: run.address,
    Name: run.name,
    Operation: run.operation,
    RowsProcessed: run.rows,
    ExportFileFormat: run.operation.startsWith('ReportExport') ? 'CSV' : null,
    ExecutionIdentifier: `run-${run.id}`,
    Sequence: 1,
  }));
}
