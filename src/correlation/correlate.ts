import type { Tx } from '../journal/record-change.ts';
import type { Chain } from '../playbook.ts';
import { isSpared, longestMinutes, matchChain, type RelatedDetection, shares } from './chain.ts';
import { contradict, type KeyKind } from './identity-keys.ts';
import { sayChain, sayJoin } from './join-words.ts';
import type { KnownIdentity } from './known-identity.ts';
import { loadRelated } from './load-related.ts';

/** What a new detection belongs with. */
export interface Correlated {
  /** Open cases about the same one, the oldest first, each with the sentence that says why. */
  cases: readonly { id: number; because: string }[];
  /** Events nobody had a case for, that belong to this story. */
  loose: readonly { id: string; at: Date; because: string }[];
  /** The longest chain that is complete with it. */
  chain?: { chain: Chain; because: string };
  /** Chains that are complete unless something follows in time. */
  waits: readonly { chain: string; detectionId: string; until: Date }[];
  ambiguous?: string;
}

const MINUTE = 60_000;
const HOPS = 2;

/** Finds what a stored detection belongs with: the same person, app or transfer inside TimeWindow, or a chain it completes. */
export async function correlate(
  tx: Tx,
  input: { current: RelatedDetection; identity: KnownIdentity; windowMinutes: number; chains: readonly Chain[] },
): Promise<Correlated> {
  const { current, identity, windowMinutes } = input;
  const chains = input.chains.filter(({ links }) =>
    links.some(({ kinds }) => (kinds as readonly string[]).includes(current.kind ?? '')),
  );
  const related = await loadAround(tx, current, Math.max(windowMinutes, longestMinutes(chains)), chains.length > 0);
  const cases = new Map<number, string>();
  const loose = new Map<string, { id: string; at: Date; because: string }>();
  const { complete, members, waits } = judge(chains, [...related, current], current);
  for (const { one, because } of members) {
    if (one.caseId === null) loose.set(one.id, { id: one.id, at: one.at, because });
    else cases.set(one.caseId, because);
  }
  let ambiguous = identity.ambiguous;
  // An event nobody had a case for leads on to others: what is tied to it is tied to this as well.
  for (let frontier = [current]; frontier.length > 0; ) {
    const next: RelatedDetection[] = [];
    for (const from of frontier) {
      const near = from === current ? related : await loadAround(tx, from, windowMinutes, false);
      const tied = await compatible(tx, from, within(near, from, windowMinutes));
      ambiguous ??= from === current ? tied.ambiguous : undefined;
      for (const { found, by } of tied.joined) {
        const learned = from === current && by === 'person' && !sharesOwn(identity, found);
        const because = sayJoin(by, found, from, learned);
        if (found.caseId !== null) cases.set(found.caseId, cases.get(found.caseId) ?? because);
        else if (found.id !== current.id && !loose.has(found.id)) {
          loose.set(found.id, { id: found.id, at: found.at, because });
          next.push(found);
        }
      }
    }
    frontier = next;
  }
  return {
    cases: [...cases].map(([id, because]) => ({ id, because })).sort((one, other) => one.id - other.id),
    loose: [...loose.values()],
    ...(complete && { chain: { chain: complete.chain, because: sayChain(complete.chain, complete.path) } }),
    waits,
    ...(ambiguous && { ambiguous }),
  };
}

const within = (found: readonly RelatedDetection[], { at }: RelatedDetection, minutes: number) =>
  found.filter((one) => Math.abs(one.at.getTime() - at.getTime()) <= minutes * MINUTE);

/** The detections tied to it, and for chains those tied to them: a payee leads on to a payment of nobody's. */
async function loadAround(
  tx: Tx,
  current: RelatedDetection,
  minutes: number,
  further: boolean,
): Promise<RelatedDetection[]> {
  const found: RelatedDetection[] = [];
  const seen = new Set<string>();
  let keys = current.keys.map(({ key }) => key);
  for (let hop = 0; keys.length > 0 && hop < (further ? HOPS : 1); hop += 1) {
    for (const key of keys) seen.add(key);
    const except = [current.id, ...found.map(({ id }) => id)];
    const more = await loadRelated(tx, { keys, at: current.at, minutes, except });
    found.push(...more);
    keys = more.flatMap((one) => one.keys.map(({ key }) => key)).filter((key) => !seen.has(key));
  }
  return found;
}

/** True when the two name the same id themselves; else only a directory ties them. */
const sharesOwn = (identity: KnownIdentity, found: RelatedDetection): boolean =>
  identity.keys.some(({ key, learned }) => !learned && found.keys.some((one) => one.key === key));

interface Joined {
  found: RelatedDetection;
  by: KeyKind;
}

/**
 * Those near it that are about the same one: the same transfer, the same person unless their other ids contradict, or the same app where
 * neither names a person (two people may use one app, and which of them it is about must not hang on who came first).
 */
async function compatible(
  tx: Tx,
  current: RelatedDetection,
  near: readonly RelatedDetection[],
): Promise<{ joined: Joined[]; ambiguous?: string }> {
  const wholes = await personsOf(tx, near);
  const mine = persons(current);
  const joined: Joined[] = [];
  let together = mine;
  const contradicting = new Set<number>();
  for (const found of near) {
    const theirs = found.caseId === null ? persons(found) : (wholes.get(found.caseId) ?? []);
    if (shares(current, found, ['transfer'])) joined.push({ found, by: 'transfer' });
    else if (shares(current, found, ['person'])) {
      if (!contradict(mine, theirs) && !contradict(together, theirs)) {
        joined.push({ found, by: 'person' });
        together = [...together, ...theirs];
      } else if (found.caseId !== null) contradicting.add(found.caseId);
    } else if (shares(current, found, ['app']) && mine.length === 0 && theirs.length === 0) {
      joined.push({ found, by: 'app' });
    }
  }
  const [first] = contradicting;
  if (first === undefined || joined.length > 0) return { joined };
  const ambiguous = `It shares an id with CASE-${first}, but names another account in the same system. Nobody is assumed; merge the two by hand if you know.`;
  return { joined, ambiguous };
}

const persons = ({ keys }: RelatedDetection): string[] =>
  keys.filter(({ kind }) => kind === 'person').map(({ key }) => key);

async function personsOf(tx: Tx, near: readonly RelatedDetection[]): Promise<Map<number, string[]>> {
  const ids = [...new Set(near.flatMap(({ caseId }) => caseId ?? []))];
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom('detection_keys')
    .innerJoin('detections', 'detections.id', 'detection_keys.detection_id')
    .where('detections.case_id', 'in', ids)
    .where('detection_keys.kind', '=', 'person')
    .select(['detections.case_id', 'detection_keys.key'])
    .distinct()
    .execute();
  return new Map(
    [...Map.groupBy(rows, (row) => row.case_id ?? 0)].map(([id, keys]) => [id, keys.map(({ key }) => key)]),
  );
}

/** The longest complete chain; one that something could still spare is waited for instead. */
function judge(chains: readonly Chain[], detections: readonly RelatedDetection[], current: RelatedDetection) {
  const inOrder = detections.toSorted((one, other) => one.at.getTime() - other.at.getTime());
  const found = chains.flatMap((chain) => {
    const path = matchChain(chain, inOrder, current);
    return path ? [{ chain, path }] : [];
  });
  const waits = found.flatMap(({ chain, path }) => {
    const last = path.at(-1);
    if (!chain.unless || !last || isSpared(chain, path, inOrder)) return [];
    return [
      {
        chain: chain.id,
        detectionId: last.id,
        until: new Date(last.at.getTime() + chain.unless.withinMinutes * MINUTE),
      },
    ];
  });
  const [complete] = found
    .filter(({ chain }) => !chain.unless)
    .sort((one, other) => other.path.length - one.path.length);
  const members = found
    .filter(({ chain }) => !chain.unless)
    .flatMap(({ chain }) => membersOf(chain, inOrder, current))
    .filter(({ one }) => one.id !== current.id);
  return { complete, members, waits };
}

/** Everything that is in the chain together with it, by whichever of several payments or exports it is complete. */
function membersOf(chain: Chain, inOrder: readonly RelatedDetection[], current: RelatedDetection) {
  const members: { one: RelatedDetection; because: string }[] = [];
  let left = inOrder;
  for (let path = matchChain(chain, left, current); path; path = matchChain(chain, left, current)) {
    const others = path.filter(({ id }) => id !== current.id);
    if (others.length === 0) break;
    const because = sayChain(chain, path);
    members.push(...others.map((one) => ({ one, because })));
    // The last of them may be one of several: look for the next without it.
    const spent = others.at(-1)?.id;
    left = left.filter(({ id }) => id !== spent);
  }
  return members;
}
