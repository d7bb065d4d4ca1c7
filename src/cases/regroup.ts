import type { Context } from '../context.ts';
import { correlate } from '../correlation/correlate.ts';
import { loadCaseDetections } from '../correlation/load-related.ts';
import type { Actor } from '../journal/actor.ts';
import { type JournalEntry, recordChange, type Tx } from '../journal/record-change.ts';
import type { Rules } from '../playbook.ts';
import { again, type Joining, joinCase } from './join.ts';
import { lockCases } from './lock-cases.ts';
import { mergeInto } from './merge-into.ts';
import { isTouched } from './touched.ts';

/** `caseId` is the case it all went into; `merged` are those that are part of it now. */
export interface Regrouped {
  caseId: number;
  merged: readonly number[];
}

/**
 * Looks again at what a case belongs with, after something new was learned about its people: cases that turn out to be one become one, as if
 * it had been known when they arrived.
 */
export async function regroupCase(
  ctx: Context,
  input: { caseId: number; rules: Rules; actor: Actor },
): Promise<Regrouped | undefined> {
  return again(() => regroupOnce(ctx, input));
}

function regroupOnce(
  ctx: Context,
  { caseId, rules, actor }: { caseId: number; rules: Rules; actor: Actor },
): Promise<Regrouped | undefined> {
  return recordChange<Regrouped | undefined>(ctx.db, async (tx) => {
    const detections = await loadCaseDetections(tx, caseId);
    const journal: JournalEntry[] = [];
    const others = new Map<number, string>();
    const loose = new Map<string, Joining>();
    for (const current of detections) {
      const identity = { keys: current.keys.map((key) => ({ ...key, learned: true })) };
      const windowMinutes = ctx.config.policy.time_window_minutes;
      const found = await correlate(tx, { current, identity, windowMinutes, chains: rules.chains });
      for (const { id, because } of found.cases) if (id !== caseId) others.set(id, because);
      for (const one of found.loose) loose.set(one.id, one);
    }
    await lockCases(tx, [caseId, ...others.keys()]);
    if (loose.size > 0) await joinCase(tx, caseId, [...loose.values()]);
    for (const { id, because } of loose.values())
      journal.push({ actor, what: 'case.joined', caseId, refs: { detection: id }, detail: { because } });
    const into = await oldestOf(tx, caseId, [...others.keys()]);
    const merged: number[] = [];
    for (const from of [caseId, ...others.keys()].filter((id) => id !== into)) {
      const because = others.get(from) ?? others.get(into) ?? '';
      const entries = await mergeInto(tx, { from, into, because, actor, rules, byHand: false });
      if (entries.length > 0) merged.push(from);
      journal.push(...entries);
    }
    const [first, ...rest] = journal;
    if (!first) return { result: undefined, journal: 'unchanged' };
    return { result: { caseId: into, merged }, journal: [first, ...rest] };
  });
}

/** The one people have acted on, else the one that was there first. */
async function oldestOf(tx: Tx, caseId: number, others: readonly number[]): Promise<number> {
  const ids = [caseId, ...others].toSorted((one, other) => one - other);
  const touched = await isTouched(tx, ids);
  return ids.find((id) => touched.has(id)) ?? ids[0] ?? caseId;
}
