import { sql } from 'kysely';
import { z } from 'zod';

/** PostgreSQL writes times in JSON with its own zone and microseconds. */
const Time = z.string().transform((time) => new Date(time).toISOString());
const NotifyChoice = z.enum(['notify', 'not-notify', 'not-yet']);

/** What legal has put on record about a case: moments as they stand, decisions with every voice, and the hold on its evidence. */
export const LegalRecord = z.object({
  moments: z.array(
    z.object({
      moment: z.enum(['detected', 'aware', 'classified', 'material']),
      at: Time,
      by: z.string(),
      reason: z.string(),
      setAt: Time,
    }),
  ),
  decisions: z.array(
    z.object({
      id: z.string(),
      regime: z.string(),
      /** The earlier decision on the same regime that this one goes on from. */
      follows: z.string().nullable(),
      /** Null while too few have said the same. */
      choice: NotifyChoice.nullable(),
      decidedAt: Time.nullable(),
      votes: z.array(z.object({ name: z.string(), choice: NotifyChoice, reason: z.string(), at: Time })),
    }),
  ),
  /** While it stands nothing of the case may be deleted. It may have been placed on a case that is part of this one. */
  hold: z.object({ by: z.string(), reason: z.string(), since: Time }).nullable(),
});
export type LegalRecord = z.infer<typeof LegalRecord>;

/** Nothing was put on record yet. */
export const NO_LEGAL_RECORD: LegalRecord = { moments: [], decisions: [], hold: null };

/** As one JSON value, for the case `c` of the statement it stands in. */
export const legalRecordOf = sql`json_build_object(
    'moments', (select coalesce(json_agg(json_build_object('moment', l.moment, 'at', l.at, 'by', l.name, 'reason', l.reason,
        'setAt', l.set_at) order by l.at), '[]') from legal_moments l where l.case_id = c.id and l.superseded_at is null),
    'decisions', (select coalesce(json_agg(json_build_object('id', n.id, 'regime', n.regime, 'follows', n.follows,
        'choice', n.choice, 'decidedAt', n.decided_at, 'votes',
        (select coalesce(json_agg(json_build_object('name', v.name, 'choice', v.choice, 'reason', v.reason, 'at', v.at) order by v.at), '[]')
          from legal_votes v where v.decision_id = n.id and v.replaced_at is null)) order by n.opened_at), '[]')
      from legal_decisions n where n.case_id = c.id),
    'hold', (select json_build_object('by', h.name, 'reason', h.reason, 'since', h.set_at) from legal_holds h
      where h.lifted_at is null and (h.case_id = c.id or root_case(h.case_id) = root_case(c.id)) order by h.set_at limit 1))`;
