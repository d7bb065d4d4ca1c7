import { sql } from 'kysely';
import type { Context } from '../context.ts';
import { isSpared, matchChain, type RelatedDetection } from '../correlation/chain.ts';
import { sayChain } from '../correlation/join-words.ts';
import { loadOne, loadRelated } from '../correlation/load-related.ts';
import { lockKeys } from '../correlation/lock-keys.ts';
import type { Actor } from '../journal/actor.ts';
import { recordChange, type Tx } from '../journal/record-change.ts';
import { CHAIN_COMPLETE, releaseCase } from '../noise/release-case.ts';
import type { Chain, Rules } from '../playbook.ts';
import { again, joinCase } from './join.ts';
import { startCase } from './start.ts';

interface CheckInput {
  chainWaitId: string;
  rules: Rules;
  actor: Actor;
}

/** A chain whose window has passed without what would have spared it becomes a case, or joins the one its links are in. */
export function checkChain(ctx: Context, input: CheckInput): Promise<{ caseId: number } | undefined> {
  return again(() => checkOnce(ctx, input));
}

function checkOnce(ctx: Context, input: CheckInput): Promise<{ caseId: number } | undefined> {
  const { rules, actor } = input;
  return recordChange<{ caseId: number } | undefined>(ctx.db, async (tx) => {
    const waited = await tx
      .updateTable('chain_waits')
      .set({ due_at: null })
      .where('id', '=', input.chainWaitId)
      .where('due_at', '<=', sql<Date>`now()`)
      .returning(['chain', 'detection_id'])
      .executeTakeFirst();
    const chain = rules.chains.find(({ id }) => id === waited?.chain);
    const known = waited && (await loadOne(tx, waited.detection_id));
    if (known)
      await lockKeys(
        tx,
        known.related.keys.map(({ key }) => key),
      );
    const last = waited && (await loadOne(tx, waited.detection_id));
    if (!last || !chain) return { result: undefined, journal: 'unchanged' };
    const path = await standing(tx, chain, last.related);
    if (!path) return { result: undefined, journal: 'unchanged' };
    const because = sayChain(chain, path);
    const holder = path.find(({ caseId }) => caseId !== null)?.caseId;
    const detectionId = last.related.id;
    const refs = { detection: detectionId };
    if (holder) {
      const released = await releaseCase(tx, { caseId: holder, because: CHAIN_COMPLETE, actor });
      const loose = path.filter(({ caseId }) => caseId === null).map(({ id, at }) => ({ id, at, because }));
      if (loose.length > 0) await joinCase(tx, holder, loose);
      const joined =
        loose.length > 0 ? [{ actor, what: 'case.joined', caseId: holder, refs, detail: { because } }] : [];
      const [first, ...rest] = [...joined, ...released];
      if (!first) return { result: undefined, journal: 'unchanged' };
      return { result: { caseId: holder }, journal: [first, ...rest] };
    }
    const playbook = rules.playbooks.find(({ id }) => id === chain.playbook) ?? { id: chain.playbook, version: '1' };
    const { detection } = last;
    const caseId = await startCase(tx, { detection, detectionId, playbook, because });
    const others = path.filter(({ id }) => id !== detectionId).map(({ id, at }) => ({ id, at, because }));
    if (others.length > 0) await joinCase(tx, caseId, others);
    const detail = { playbook: playbook.id, version: playbook.version, because };
    return { result: { caseId }, journal: [{ actor, what: 'case.opened', caseId, refs, detail }] };
  });
}

async function standing(tx: Tx, chain: Chain, last: RelatedDetection): Promise<RelatedDetection[] | undefined> {
  const minutes = chain.withinMinutes + (chain.unless?.withinMinutes ?? 0);
  const keys = last.keys.map(({ key }) => key);
  const related = await loadRelated(tx, { keys, at: last.at, minutes, except: [last.id] });
  const inOrder = [...related, last].toSorted((one, other) => one.at.getTime() - other.at.getTime());
  const path = matchChain(chain, inOrder, last);
  return path && !isSpared(chain, path, inOrder) ? path : undefined;
}
