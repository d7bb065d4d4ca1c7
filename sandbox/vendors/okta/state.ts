import type { World } from '#sandbox/twin.ts';

/** Where somebody sits, as Okta describes it in its log. */
export interface Place {
  city: string;
  country: string;
  address: string;
  network: string;
  asNumber: number;
  device: string;
}

/** One sign-in: becomes the five or so log events Okta writes for it. */
export interface Visit {
  n: number;
  at: number;
  userId: string;
  place: Place;
  factors: string[];
  app: string | null;
}

/** Any other line of the log. Without a place it was done by Cordon's own app. */
export interface Deed {
  n: number;
  at: number;
  type: string;
  message: string;
  userId: string;
  place: Place | null;
  factor: string | null;
  reason: string | null;
  groupId: string | null;
}

export interface Factor {
  id: string;
  factorType: string;
  provider: string;
  label: string;
  created: number;
  byIntruder: boolean;
}

export interface OktaUser {
  id: string;
  login: string;
  firstName: string;
  lastName: string;
  department: string;
  title: string;
  manager: string;
  status: string;
  statusChanged: number;
  groups: string[];
  roles: string[];
  factors: Factor[];
  sessions: { since: number; byIntruder: boolean }[];
  /** Cordon ended the sessions after the last sign-in. */
  cleared: boolean;
  /** A seed touched this person, so the panel shows them. */
  shown: boolean;
}

export interface AccessToken {
  type: 'Bearer' | 'DPoP';
  /** Thumbprint of the key a DPoP token is bound to. */
  thumbprint: string | null;
  expires: number;
  scopes: string[];
}

export interface OktaState {
  seq: number;
  /** How long an event takes until the log shows it. */
  lagMs: number;
  callsPerMinute: { logs: number; other: number };
  requireDpop: boolean;
  /** What the service app was granted, and whether it has an admin role: two gates, both needed. */
  grantedScopes: string[];
  hasAdminRole: boolean;
  apiTokens: string[];
  nonce: string;
  accessTokens: Record<string, AccessToken>;
  users: Record<string, OktaUser>;
  groups: Record<string, { name: string; type: string }>;
  clients: Record<string, string>;
  tokens: { id: string; userId: string; clientId: string; created: number }[];
  grants: { id: string; userId: string; clientId: string; scope: string; created: number }[];
  /** Usual sign-ins by user, as moments; the rest follows from who it is. */
  history: Record<string, number[]>;
  visits: Visit[];
  deeds: Deed[];
}

/** What every route works on. */
export interface Org {
  world: World;
  state: OktaState;
}

export const QUARANTINE_GROUP = '00gquarantine0000001';
export const EVERYONE_GROUP = '00geveryone000000001';

export function record(org: Org, deed: Partial<Deed> & Pick<Deed, 'type' | 'message' | 'userId'>): void {
  org.state.seq += 1;
  const at = org.world.now().getTime();
  org.state.deeds.push({ n: org.state.seq, at, place: null, factor: null, reason: null, groupId: null, ...deed });
}

/** By id or by login, as Okta takes them. */
export const findUser = ({ state }: Org, idOrLogin: string): OktaUser | undefined =>
  state.users[idOrLogin] ?? Object.values(state.users).find(({ login }) => login === idOrLogin.toLowerCase());

export const nameOf = ({ firstName, lastName }: OktaUser): string => `${firstName} ${lastName}`;
