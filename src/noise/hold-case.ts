import { sql } from 'kysely';
import type { Storm } from '../config/noise.ts';
import type { Hold } from '../db/schema.ts';
import type { Detection } from '../detections/detection.ts';
import type { Actor } from '../journal/actor.ts';
import type { JournalEntry, Tx } from '../journal/record-change.ts';
import { pickSnooze, type StandingSnooze, standingSnoozes } from './find-snooze.ts';
import { queueSummary } from './notice.ts';
import { type CurrentStorm, type KnownStorm, knownStorm, recentCases, stormNow } from './storm-now.ts';

/** What decides whether a case gets a card at once. */
export interface NoiseRules {
  /** The keys its detection is recognised by. */
  keys: readonly string[];
  /** The id of the canary it is. */
  canary?: string | undefined;
  storm: Storm;
  triage: string;
}

export interface HeldCase {
  hold: Hold;
  because: string;
  stormId?: string;
}

interface Holding {
  caseId: number;
  detection: Detection;
  /** It completes a chain: an attack that is known, whatever was snoozed of it. */
  ofChain: boolean;
  rules: NoiseRules;
  actor: Actor;
}

/**
 * Decides, once, whether a case that was just opened is kept without a card: because it is a canary, somebody snoozed it, or a storm is on.
 * Never a critical one. It is asked about and weighed like any other.
 */
export async function holdCase(
  tx: Tx,
  holding: Holding,
): Promise<{ held?: HeldCase; journal: JournalEntry[]; notices: string[] }> {
  const { caseId, rules, actor } = holding;
  const found = await why(tx, holding);
  if (!found) return { journal: [], notices: [] };
  const { hold, because, snoozeId, storm } = found;
  await tx
    .updateTable('cases')
    .set({ hold, hold_because: because, snooze_id: snoozeId ?? null, storm_id: storm?.id ?? null })
    .where('id', '=', caseId)
    .execute();
  if (rules.canary) await tx.updateTable('canaries').set({ case_id: caseId }).where('id', '=', rules.canary).execute();
  const refs: Record<string, string> = {
    ...(rules.canary && { canary: rules.canary }),
    ...(snoozeId && { snooze: String(snoozeId) }),
    ...(storm && { storm: storm.id }),
  };
  const journal: JournalEntry[] = [{ actor, what: 'case.held', caseId, refs, detail: { hold, because } }];
  if (storm?.began) journal.push({ actor, what: 'storm.began', refs: { storm: storm.id }, detail: { ...rules.storm } });
  const summary = storm?.began ? await queueSummary(tx, storm.id, rules.triage) : undefined;
  return {
    held: { hold, because, ...(storm && { stormId: storm.id }) },
    journal,
    notices: summary ? [summary] : [],
  };
}

interface Reason {
  hold: Hold;
  because: string;
  snoozeId?: number;
  storm?: CurrentStorm;
}

async function why(tx: Tx, { detection, ofChain, rules }: Holding): Promise<Reason | undefined> {
  if (rules.canary) return { hold: 'canary', because: 'A canary: it shows that the way works, and is shown to nobody' };
  if (ofChain || detection.severity === 'critical') return undefined;
  const { standing, known, recent } = await load(tx, detection.source, rules.storm);
  const snooze = pickSnooze(standing, detection, rules.keys);
  if (snooze) return { hold: 'snooze', because: snooze.because, snoozeId: snooze.id };
  const storm = await stormNow(tx, { known, recent, rules: rules.storm });
  if (!storm) return undefined;
  const since = new Date(storm.beganAt).toISOString();
  return { hold: 'storm', because: `Held by the storm that began at ${since}`, storm };
}

interface Noise {
  standing: StandingSnooze[];
  known: KnownStorm | null;
  recent: number;
}

/** One statement, since every new case asks. */
async function load(tx: Tx, source: string, { cases_per_minute }: Storm): Promise<Noise> {
  const { rows } = await sql<Noise>`
    select ${standingSnoozes(source)} as standing, ${knownStorm} as known, ${recentCases(cases_per_minute)} as recent`.execute(
    tx,
  );
  return rows[0] ?? { standing: [], known: null, recent: 0 };
}
