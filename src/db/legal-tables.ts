import type { Generated } from 'kysely';
import type { Time, TimeByDefault, TimeOrNull } from './columns.ts';

export type Moment = 'detected' | 'aware' | 'classified' | 'material';
export type NotifyChoice = 'notify' | 'not-notify' | 'not-yet';

export interface LegalMomentsTable {
  id: Generated<string>;
  case_id: number;
  moment: Moment;
  at: Time;
  /** The human's key: the person's e-mail in cordon.yaml. */
  person: string;
  name: string;
  reason: string;
  set_at: TimeByDefault;
  superseded_at: TimeOrNull;
}

export interface LegalDecisionsTable {
  id: Generated<string>;
  case_id: number;
  regime: string;
  /** The decision on the same regime before this one. */
  follows: string | null;
  opened_at: TimeByDefault;
  choice: NotifyChoice | null;
  decided_at: TimeOrNull;
}

export interface LegalVotesTable {
  id: Generated<string>;
  decision_id: string;
  person: string;
  slack_user: string;
  name: string;
  choice: NotifyChoice;
  reason: string;
  at: TimeByDefault;
  replaced_at: TimeOrNull;
}

export interface LegalHoldsTable {
  id: Generated<string>;
  case_id: number;
  person: string;
  name: string;
  reason: string;
  set_at: TimeByDefault;
  lifted_at: TimeOrNull;
  lifted_by: string | null;
  lift_reason: string | null;
}
