import type { Generated } from 'kysely';
import type { Json, Time, TimeByDefault, TimeOrNull, WithDefault } from './columns.ts';

export interface AuthenticatorsTable {
  id: Generated<string>;
  person: string;
  kind: 'passkey' | 'totp';
  credential_id: string | null;
  public_key: Buffer | null;
  transports: Json<string[]>;
  sealed: Buffer | null;
  counter: WithDefault<number>;
  bound_at: TimeByDefault;
  removed_at: TimeOrNull;
}

export interface EnrolmentsTable {
  id: Generated<string>;
  token_sha256: string;
  person: string;
  slack_user: string;
  name: string;
  made_by: string;
  challenge: string | null;
  sealed: Buffer | null;
  expires_at: Time;
  used_at: TimeOrNull;
}

export interface StepUpLinksTable {
  id: Generated<string>;
  token_sha256: string;
  step_id: string;
  digest: string;
  plan: Json<unknown>;
  person: string;
  slack_user: string;
  name: string;
  reason: string;
  break_glass: boolean;
  nonce: string | null;
  expires_at: Time;
  used_at: TimeOrNull;
}

export interface StepUpTriesTable {
  person: string;
  wrong: WithDefault<number>;
  locked_until: TimeOrNull;
}
