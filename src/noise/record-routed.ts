import type { Detection } from '../detections/detection.ts';
import type { Actor } from '../journal/actor.ts';
import type { JournalEntry, Tx } from '../journal/record-change.ts';
import { queueNotice } from './notice.ts';
import type { Route } from './route.ts';

interface Routed {
  route: Exclude<Route, { to: 'case' }>;
  detection: Detection;
  /** Its own id among them, as `detection`. */
  refs: { delivery: string; detection: string };
  actor: Actor;
}

/** A detection that is no case for this team is kept with the reason; where the rule names a channel, one line goes there. */
export async function recordRouted(
  tx: Tx,
  { route, detection, refs, actor }: Routed,
): Promise<{ notices: string[]; journal: readonly [JournalEntry] }> {
  const { to, because } = route;
  const { title, severity, source, productName, product, link } = detection;
  const channel = to === 'channel' ? route.channel : undefined;
  const detail = { title, severity, source, because, product: productName ?? product ?? null, link: link ?? null };
  const notice =
    channel &&
    (await queueNotice(tx, {
      key: `routed:${refs.detection}`,
      to: { channel },
      what: 'detection.routed',
      actor,
      detail,
    }));
  const entry = { actor, what: 'detection.routed', refs, detail: { ...detail, to: channel ?? 'record' } };
  return { notices: notice ? [notice] : [], journal: [entry] };
}
