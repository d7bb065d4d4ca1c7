import type { Generated } from 'kysely';
import type { TimeByDefault, TimeOrNull } from './columns.ts';

export interface SuspensionsTable {
  id: Generated<string>;
  person: string;
  because: string;
  case_id: number | null;
  since: TimeByDefault;
  lifted_at: TimeOrNull;
}
