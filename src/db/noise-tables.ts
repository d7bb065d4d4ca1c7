import type { Generated } from 'kysely';
import type { Time, TimeByDefault, TimeOrNull } from './columns.ts';

export interface SnoozesTable {
  id: Generated<number>;
  source: string;
  rule: string | null;
  person: string | null;
  app: string | null;
  about: string;
  reason: string;
  set_by: string;
  set_by_key: string | null;
  set_at: TimeByDefault;
  until: Time;
  ended_at: TimeOrNull;
  due_at: TimeOrNull;
}

export interface StormsTable {
  id: Generated<string>;
  began_at: TimeByDefault;
  calm_at: TimeOrNull;
  ended_at: TimeOrNull;
  due_at: TimeOrNull;
}

export interface CanariesTable {
  id: string;
  source: string;
  body_sha256: string;
  issued_at: TimeByDefault;
  delivery_id: string | null;
  case_id: number | null;
  ended_at: TimeOrNull;
  came_through: boolean | null;
  due_at: TimeOrNull;
}

export interface SourceWatchesTable {
  source: string;
  since: TimeByDefault;
  usual_minutes: number | null;
  learned_at: TimeOrNull;
  silent_since: TimeOrNull;
  limited_at: TimeOrNull;
}
