import { sql } from 'kysely';
import type { Context } from '../context.ts';
import { longestMinutes } from '../correlation/chain.ts';
import { type Correlated, correlate } from '../correlation/correlate.ts';
import { identityKeys } from '../correlation/identity-keys.ts';
import { knownIdentity } from '../correlation/known-identity.ts';
import { toRelated } from '../correlation/load-related.ts';
import { lockKeys, withTied } from '../correlation/lock-keys.ts';
import type { Detection } from '../detections/detection.ts';
import type { Actor } from '../journal/actor.ts';
import { type JournalEntry, recordChange, type Tx } from '../journal/record-change.ts';
import { claimCanary } from '../noise/claim-canary.ts';
import { recordRouted } from '../noise/record-routed.ts';
import { type Route, routeOf } from '../noise/route.ts';
import type { Rules } from '../playbook.ts';
import { again } from './join.ts';
import { type PlacedDetection, placeDetection } from './place-detection.ts';
import { storeDetection } from './store-detection.ts';

export interface OpenCaseInput {
  deliveryId: string;
  detection: Detection;
  playbook: { id: string; version: string };
  rules?: Rules;
  actor: Actor;
}

export type OpenedCase =
  | PlacedDetection
  /** The same finding was here before, or it needs no case by itself: recorded. `notices` are the lines to send about it. */
  | { outcome: 'repeated' | 'recorded'; notices?: readonly string[] };

const NO_RULES: Rules = { playbooks: [], chains: [] };
const A_CASE: Route = { to: 'case' };

/**
 * Stores a detection and gives it its case: the open one it belongs with, else a new one. Detections of one person, app or payee that arrive
 * together are put one after the other by locks on what they can be recognised by.
 */
export async function openCase(ctx: Context, input: OpenCaseInput): Promise<OpenedCase> {
  return again(() => openOnce(ctx, input));
}

function openOnce(ctx: Context, input: OpenCaseInput): Promise<OpenedCase> {
  const { detection, deliveryId, actor, rules = NO_RULES } = input;
  return recordChange<OpenedCase>(ctx.db, async (tx) => {
    const canary = await claimCanary(tx, input);
    const route = canary ? A_CASE : routeOf(ctx.config.routing, detection);
    // Nothing is ever joined to a canary, or to what is no case for this team: they are recognised by nothing.
    const identity = await knownIdentity(tx, canary || route.to !== 'case' ? [] : identityKeys(detection));
    const keys = identity.keys.map(({ key }) => key);
    const farthest = Math.max(ctx.config.policy.time_window_minutes, longestMinutes(rules.chains));
    await lockKeys(tx, await withTied(tx, keys, new Date(detection.occurredAt), farthest));
    const stored = await storeDetection(tx, deliveryId, detection, identity.keys, route);
    const refs = { delivery: deliveryId, detection: stored.id };
    const recorded = (what: string, detail: JournalEntry['detail'] = {}) => [{ actor, what, refs, detail }] as const;
    if (!stored.isNew) return { result: { outcome: 'repeated' }, journal: recorded('detection.repeated') };
    if (detection.status !== 'new') {
      const journal = recorded('detection.recorded', { status: detection.status });
      return { result: { outcome: 'recorded' }, journal };
    }
    if (route.to !== 'case') {
      const routed = await recordRouted(tx, { route, detection, refs, actor });
      return { result: { outcome: 'recorded', notices: routed.notices }, journal: routed.journal };
    }
    const current = toRelated(stored.id, null, detection, identity.keys);
    const correlated = await correlate(tx, {
      current,
      identity,
      windowMinutes: ctx.config.policy.time_window_minutes,
      chains: rules.chains,
    });
    await noteWaits(tx, correlated.waits);
    if (detection.grade === 'event' && correlated.cases.length === 0 && !correlated.chain)
      return { result: { outcome: 'recorded' }, journal: recorded('detection.recorded', { grade: 'event' }) };
    const noise = {
      keys: identity.keys.map(({ key }) => key),
      canary,
      storm: ctx.config.policy.storm,
      triage: ctx.config.slack.channels.triage,
    };
    return placeDetection(tx, { ...input, rules, noise, detectionId: stored.id, correlated, refs });
  });
}

async function noteWaits(tx: Tx, waits: Correlated['waits']): Promise<void> {
  for (const { chain, detectionId, until } of waits)
    await tx
      .insertInto('chain_waits')
      .values({ chain, detection_id: detectionId, due_at: sql<Date>`greatest(now(), ${until}::timestamptz)` })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
}
