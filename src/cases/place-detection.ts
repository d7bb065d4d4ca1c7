import type { Correlated } from '../correlation/correlate.ts';
import type { Detection } from '../detections/detection.ts';
import type { Actor } from '../journal/actor.ts';
import type { JournalEntry, Tx } from '../journal/record-change.ts';
import { type HeldCase, holdCase, type NoiseRules } from '../noise/hold-case.ts';
import { releaseForJoin } from '../noise/release-case.ts';
import type { Rules } from '../playbook.ts';
import { combinePlaybooks } from './combine-playbooks.ts';
import { joinCase } from './join.ts';
import { lockCases } from './lock-cases.ts';
import { mergeInto } from './merge-into.ts';
import { startCase } from './start.ts';
import { isTouched } from './touched.ts';

/** `merged`: cases that went into this one because of it. */
export interface PlacedDetection {
  outcome: 'opened' | 'joined';
  caseId: number;
  merged: readonly number[];
  /** Why it has no card for now. */
  held?: HeldCase;
  /** Lines to send about it besides its card. */
  notices: readonly string[];
}

interface Placing {
  detection: Detection;
  detectionId: string;
  playbook: { id: string; version: string };
  rules: Rules;
  noise: NoiseRules;
  correlated: Correlated;
  refs: Record<string, string>;
  actor: Actor;
}

/** Puts a stored detection, and the loose events of its story, into the case they belong with; cases that turn out to be one become one. */
export async function placeDetection(tx: Tx, placing: Placing) {
  const { correlated, detectionId, detection } = placing;
  if (correlated.ambiguous)
    await tx.updateTable('detections').set({ ambiguous: correlated.ambiguous }).where('id', '=', detectionId).execute();
  const [oldest] = correlated.cases;
  const opened = oldest ? await join(tx, placing) : await start(tx, placing);
  const { caseId } = opened;
  if (correlated.loose.length > 0) {
    await joinCase(tx, caseId, correlated.loose);
    for (const { id, because } of correlated.loose) opened.journal.push(joinedEntry(placing, caseId, because, id));
  }
  const merged: number[] = [];
  for (const other of correlated.cases.filter(({ id }) => id !== caseId)) {
    const { rules, actor } = placing;
    const input = { from: other.id, into: caseId, because: other.because, actor, rules };
    const entries = await mergeInto(tx, { ...input, byHand: false });
    if (entries.length > 0) merged.push(other.id);
    opened.journal.push(...entries);
  }
  const [first, ...rest] = opened.journal;
  if (!first) throw new TypeError(`nothing was recorded of ${detection.title}`);
  const { held, notices = [] } = opened;
  const result: PlacedDetection = {
    outcome: oldest ? 'joined' : 'opened',
    caseId,
    merged,
    notices,
    ...(held && { held }),
  };
  return { result, journal: [first, ...rest] as const };
}

interface Placed {
  caseId: number;
  journal: JournalEntry[];
  held?: HeldCase;
  notices?: readonly string[];
}

async function start(tx: Tx, placing: Placing): Promise<Placed> {
  const { detection, detectionId, correlated, refs, actor } = placing;
  const playbook = combinePlaybooks(placing.rules, playbooksOf(placing)) ?? placing.playbook;
  const because = correlated.chain?.because;
  const caseId = await startCase(tx, { detection, detectionId, playbook, ...(because && { because }) });
  const detail = {
    playbook: playbook.id,
    version: playbook.version,
    severity: detection.severity,
    ...(because && { because }),
    ...(correlated.ambiguous && { ambiguous: correlated.ambiguous }),
  };
  const holding = { caseId, detection, ofChain: correlated.chain !== undefined, rules: placing.noise, actor };
  const { journal, ...held } = await holdCase(tx, holding);
  return { caseId, journal: [{ actor, what: 'case.opened', caseId, refs, detail }, ...journal], ...held };
}

async function join(tx: Tx, placing: Placing): Promise<Placed> {
  const { detection, detectionId, correlated } = placing;
  const ids = correlated.cases.map(({ id }) => id);
  await lockCases(tx, ids);
  const open = await tx
    .selectFrom('cases')
    .select(['id', 'playbook', 'hold'])
    .where('id', 'in', ids)
    .where('state', '<>', 'closed')
    .orderBy('id')
    .execute();
  const touched = await isTouched(
    tx,
    open.map(({ id }) => id),
  );
  const target = open.find(({ id }) => touched.has(id)) ?? open[0];
  if (!target) return start(tx, placing);
  const because = correlated.cases.find(({ id }) => id === target.id)?.because ?? correlated.chain?.because ?? '';
  const wanted = combinePlaybooks(placing.rules, [target.playbook, ...playbooksOf(placing)]);
  const adopts = wanted !== undefined && wanted.id !== target.playbook;
  const at = new Date(detection.occurredAt);
  await joinCase(tx, target.id, [{ id: detectionId, at, because }], adopts ? wanted : undefined);
  const entry = joinedEntry(placing, target.id, because, detectionId);
  const detail = { ...entry.detail, ...(adopts ? { playbook: wanted.id, version: wanted.version } : {}) };
  const released = await releaseForJoin(tx, { ...placing, ...target, ofChain: correlated.chain !== undefined });
  return { caseId: target.id, journal: [{ ...entry, detail }, ...released] };
}

const joinedEntry = ({ actor, refs }: Placing, caseId: number, because: string, detection: string): JournalEntry => ({
  actor,
  what: 'case.joined',
  caseId,
  refs: { ...refs, detection },
  detail: { because },
});

/** The detection's own, and that of the chain it completes. */
const playbooksOf = ({ playbook, correlated }: Placing): string[] => [
  playbook.id,
  ...(correlated.chain ? [correlated.chain.chain.playbook] : []),
];
