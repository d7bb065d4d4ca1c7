import { sql } from 'kysely';
import type { Context } from '../context.ts';
import { isSpared, matchChain, type RelatedDetection } from '../correlation/chain.ts';
import { sayChain } from '../correlation/join-words.ts';
import { loadOne, loadRelated } from '../correlation/load-related.ts';
import type { Actor } from '../journal/actor.ts';
import { recordChange, type Tx } from '../journal/record-change.ts';
import type { Chain } from '../playbook.ts';
import { joinCase } from './join.ts';
import type { Rules } from './place-detection.ts';
import { startCase } from './start.ts';

/** A chain whose window has passed without what would have spared it becomes a case, or joins the one its links are in. */
export async function checkChain(
  ctx: Context,
  input: { chainWaitId: string; rules: Rules; actor: Actor },
): Promise<{ caseId: number } | undefined> {
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
    const last = waited && (await loadOne(tx, waited.detection_id));
    if (!last || !chain) return { result: undefined, journal: 'unchanged' };
    const path = await standing(tx, chain, last.related);
    if (!path) return { result: undefined, journal: 'unchanged' };
    const because = sayChain(chain, path);
    const known = path.find(({ caseId }) => caseId !== null)?.caseId;
    const detectionId = last.related.id;
    const refs = { detection: detectionId };
    if (known) {
      const loose = path.filter(({ caseId }) => caseId === null);
      if (loose.length === 0) return { result: undefined, journal: 'unchanged' };
      await joinCase(
        tx,
        known,
        loose.map(({ id, at }) => ({ id, at, because })),
      );
      return {
        result: { caseId: known },
        journal: [{ actor, what: 'case.joined', caseId: known, refs, detail: { because } }],
      };
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
