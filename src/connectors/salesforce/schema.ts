import { z } from 'zod';

/** Salesforce writes offsets without a colon (`+0000`); everything inside Cordon is ISO 8601 in UTC. */
export const instant = z.string().transform((written, context) => {
  const time = Date.parse(written.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  if (!Number.isNaN(time)) return new Date(time).toISOString();
  context.addIssue({ code: 'custom', message: 'is not a time' });
  return z.NEVER;
});

const text = z
  .string()
  .nullish()
  .transform((value) => value?.trim() || null);
const amount = z
  .number()
  .nullish()
  .transform((value) => value ?? 0);
const named = z.object({ Name: z.string() }).nullish();

export const UserRow = z
  .object({
    Id: z.string(),
    Username: z.string(),
    Name: z.string(),
    Email: z.string(),
    IsActive: z.boolean(),
    UserType: text,
    Department: text,
    Title: text,
    Profile: z.object({ Name: z.string(), UserLicense: named }).nullish(),
    Manager: z.object({ Name: z.string(), Email: z.string() }).nullish(),
  })
  .transform((row) => ({
    id: row.Id,
    username: row.Username,
    name: row.Name,
    email: row.Email,
    active: row.IsActive,
    userType: row.UserType,
    department: row.Department,
    title: row.Title,
    profile: row.Profile?.Name ?? 'unknown profile',
    license: row.Profile?.UserLicense?.Name ?? 'unknown licence',
    manager: row.Manager ? { name: row.Manager.Name, email: row.Manager.Email } : null,
  }));
export type User = z.infer<typeof UserRow>;

export const UserLoginRow = z
  .object({ Id: z.string(), IsFrozen: z.boolean() })
  .transform(({ Id, IsFrozen }) => ({ id: Id, frozen: IsFrozen }));

export const LoginRow = z
  .object({
    LoginTime: instant,
    SourceIp: text,
    CountryIso: text,
    LoginType: text,
    Application: text,
    Status: text,
  })
  .transform((row) => ({
    when: row.LoginTime,
    address: row.SourceIp ?? 'unknown address',
    country: row.CountryIso,
    type: row.LoginType ?? 'unknown',
    application: row.Application === 'N/A' ? null : row.Application,
    succeeded: row.Status === 'Success',
  }));
export type Login = z.infer<typeof LoginRow>;

export const GrantRow = z
  .object({ AppName: text, CreatedDate: instant, LastUsedDate: instant.nullish(), UseCount: amount })
  .transform((row) => ({
    appName: row.AppName ?? 'unnamed app',
    created: row.CreatedDate,
    lastUsed: row.LastUsedDate ?? null,
    useCount: row.UseCount,
  }));

export const AppRow = z
  .object({ Id: z.string(), Name: z.string() })
  .transform(({ Id, Name }) => ({ id: Id, name: Name }));
export type App = z.infer<typeof AppRow>;

export const ApiEventRow = z
  .object({
    EventDate: instant,
    UserId: text,
    SourceIp: text,
    Application: text,
    Client: text,
    ConnectedAppId: text,
    Operation: text,
    QueriedEntities: text,
    Query: text,
    RowsProcessed: amount,
    RowsReturned: amount,
    SessionKey: text,
  })
  .transform((row) => ({
    when: row.EventDate,
    userId: row.UserId,
    address: row.SourceIp,
    application: row.Application,
    client: row.Client,
    appId: row.ConnectedAppId,
    operation: row.Operation,
    object: row.QueriedEntities ?? 'unnamed object',
    query: row.Query ?? '',
    processed: row.RowsProcessed,
    returned: row.RowsReturned,
    sessionKey: row.SessionKey ?? '',
  }));
export type ApiEvent = z.infer<typeof ApiEventRow>;

export const ReportEventRow = z
  .object({
    EventDate: instant,
    UserId: text,
    Name: text,
    Operation: text,
    RowsProcessed: amount,
    ExportFileFormat: text,
    ExecutionIdentifier: text,
    EventIdentifier: text,
    SourceIp: text,
  })
  .transform((row) => ({
    when: row.EventDate,
    userId: row.UserId,
    name: row.Name ?? 'Unsaved report',
    rows: row.RowsProcessed,
    exported: row.ExportFileFormat !== null || /^ReportExport/.test(row.Operation ?? ''),
    address: row.SourceIp,
    execution: row.ExecutionIdentifier ?? row.EventIdentifier ?? row.EventDate,
  }));

export const SetupChangeRow = z
  .object({
    CreatedDate: instant,
    CreatedById: text,
    CreatedBy: named,
    Action: text,
    Display: text,
    DelegateUser: text,
  })
  .transform((row) => ({
    when: row.CreatedDate,
    byId: row.CreatedById,
    by: row.CreatedBy?.Name ?? 'Salesforce',
    action: row.Action ?? 'unknown',
    display: row.Display ?? 'No description.',
    delegate: row.DelegateUser,
  }));

export const SessionRow = z
  .object({
    Id: z.string(),
    SessionType: text,
    SessionSecurityLevel: text,
    SourceIp: text,
    CreatedDate: instant,
    LastModifiedDate: instant,
    IsCurrent: z.boolean(),
  })
  .transform((row) => ({
    id: row.Id,
    type: row.SessionType ?? 'unknown',
    level: row.SessionSecurityLevel,
    address: row.SourceIp ?? 'unknown address',
    created: row.CreatedDate,
    lastUsed: row.LastModifiedDate,
    own: row.IsCurrent,
  }));
export type Session = z.infer<typeof SessionRow>;

export const JobRow = z
  .object({
    id: z.string(),
    object: text,
    operation: text,
    state: text,
    createdById: text,
    createdDate: instant,
    jobType: text,
  })
  .transform((row) => ({
    id: row.id,
    object: row.object ?? 'unnamed object',
    operation: row.operation ?? 'query',
    state: row.state ?? 'unknown',
    createdById: row.createdById,
    created: row.createdDate,
    jobType: row.jobType,
  }));

export const JobDetail = z.object({ numberRecordsProcessed: z.number().nullish() });
