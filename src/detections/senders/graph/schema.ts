import { z } from 'zod';
import { list, maybe, text } from '../../reading/lenient.ts';

const Account = z.object({ userPrincipalName: text, accountName: text, displayName: text, azureAdUserId: text });
export type Account = z.infer<typeof Account>;

/** A piece of evidence, of whatever type it is. */
const Evidence = z.object({
  /** The last part of `#microsoft.graph.security.userEvidence`. */
  '@odata.type': text.transform((type) => type?.split('.').at(-1) ?? ''),
  roles: list(z.string()),
  userAccount: maybe(Account),
  account: maybe(z.object({ userAccount: maybe(Account) })),
  ipAddress: text,
  countryLetterCode: text,
  appId: text,
  displayName: text,
  primaryAddress: text,
  sessionId: text,
  userAgent: text,
  deviceDnsName: text,
  url: text,
  fileDetails: maybe(z.object({ fileName: text })),
});
export type Evidence = z.infer<typeof Evidence>;

/** A Microsoft Graph security alert, version 2: only the fields Cordon uses. */
export const Alert = z.object({
  id: text,
  title: text,
  description: text,
  category: text,
  severity: text,
  status: text,
  classification: text,
  serviceSource: text,
  detectorId: text,
  alertWebUrl: text,
  incidentWebUrl: text,
  mitreTechniques: list(z.string()),
  createdDateTime: text,
  firstActivityDateTime: text,
  lastActivityDateTime: text,
  evidence: list(Evidence),
});
export type Alert = z.infer<typeof Alert>;
