import type { Correlated } from '../correlation/correlate.ts';
import type { Detection } from '../detections/detection.ts';
import type { Actor } from '../journal/actor.ts';
import type { JournalEntry, Tx } from '../journal/record-change.ts';
import type { Chain } from '../playbook.ts';
import { joinCase } from './join.ts';
import { mergeInto } from './merge-into.ts';
import { startCase } from './start.ts';
import { isTouched } from './touched.ts';

/** What correlation goes by: the playbooks in order of precedence (the last takes what nobody else took), and the chains. */
export interface Rules {
  playbooks: readonly { id: string; version: string }[];
  chains: readonly Chain[];
}

/** `merged`: cases that went into this one because of it. */
export interface PlacedDetection {
  outcome: 'opened' | 'joined';
  caseId: number;
  merged: readonly number[];
}

interface Placing {
  detection: Detection;
  detectionId: string;
  playbook: { id: string; version: string };
  rules: Rules;
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
    const input = { from: other.id, into: caseId, because: other.because, actor: placing.actor };
    const entries = await mergeInto(tx, { ...input, byHand: false });
    if (entries.length > 0) merged.push(other.id);
    opened.journal.push(...entries);
  }
  const [first, ...rest] = opened.journal;
  if (!first) throw new TypeError(`nothing was recorded of ${detection.title}`);
  const result: PlacedDetection = { outcome: oldest ? 'joined' : 'opened', caseId, merged };
  return { result, journal: [first, ...rest] as const };
}

async function start(tx: Tx, placing: Placing): Promise<{ caseId: number; journal: JournalEntry[] }> {
  const { detection, detectionId, correlated, refs, actor } = placing;
  const playbook = chosen(placing);
  const because = correlated.chain?.because;
  const caseId = await startCase(tx, { detection, detectionId, playbook, ...(because && { because }) });
  const detail = {
    playbook: playbook.id,
    version: playbook.version,
    severity: detection.severity,
    ...(because && { because }),
    ...(correlated.ambiguous && { ambiguous: correlated.ambiguous }),
  };
  return { caseId, journal: [{ actor, what: 'case.opened', caseId, refs, detail }] };
}

async function join(tx: Tx, placing: Placing): Promise<{ caseId: number; journal: JournalEntry[] }> {
  const { detection, detectionId, correlated } = placing;
  const open = await tx
    .selectFrom('cases')
    .select(['id', 'playbook'])
    .where(
      'id',
      'in',
      correlated.cases.map(({ id }) => id),
    )
    .where('state', '<>', 'closed')
    .orderBy('id')
    .forUpdate()
    .execute();
  const touched = await isTouched(
    tx,
    open.map(({ id }) => id),
  );
  const target = open.find(({ id }) => touched.has(id)) ?? open[0];
  if (!target) return start(tx, placing);
  const because = correlated.cases.find(({ id }) => id === target.id)?.because ?? correlated.chain?.because ?? '';
  const wanted = chosen(placing);
  const { playbooks } = placing.rules;
  const rank = (id: string) => playbooks.findIndex((one) => one.id === id);
  const isFallback = rank(target.playbook) === playbooks.length - 1;
  const adopts = rank(wanted.id) < rank(target.playbook) && (isFallback || !touched.has(target.id));
  const at = new Date(detection.occurredAt);
  await joinCase(tx, target.id, [{ id: detectionId, at, because }], adopts ? wanted : undefined);
  const entry = joinedEntry(placing, target.id, because, detectionId);
  const detail = { ...entry.detail, ...(adopts ? { playbook: wanted.id, version: wanted.version } : {}) };
  return { caseId: target.id, journal: [{ ...entry, detail }] };
}

const joinedEntry = ({ actor, refs }: Placing, caseId: number, because: string, detection: string): JournalEntry => ({
  actor,
  what: 'case.joined',
  caseId,
  refs: { ...refs, detection },
  detail: { because },
});

/** The playbook of a complete chain comes before the detection's own. */
function chosen({ playbook, rules, correlated }: Placing): { id: string; version: string } {
  const id = correlated.chain?.chain.playbook;
  const ofChain = rules.playbooks.find((one) => one.id === id);
  const rank = (one: { id: string }) => rules.playbooks.findIndex((known) => known.id === one.id);
  return ofChain && rank(ofChain) < rank(playbook) ? ofChain : playbook;
}
