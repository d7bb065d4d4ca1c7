import { keyOf, type StormFinding } from './finding.ts';
import type { Random } from './random.ts';
import type { StormSender } from './senders.ts';
import type { Storm } from './tell-stories.ts';

/** One request; the same object again in a list is the same request again. */
export interface StormDelivery {
  /** The sender's id of the delivery, where its scheme has one. */
  id: string;
  sender: StormSender;
  body: Buffer;
  /** The findings in it. */
  keys: readonly string[];
}

/** How much of what is sent again is sent unchanged; of the rest, how much comes in a delivery with others. */
const UNCHANGED = 0.4;
const TOGETHER = 0.2;
const MOST_TOGETHER = 5;

/**
 * So many deliveries in a shuffled order, every finding in at least one of them. The others are repeats: the same request, the same finding
 * in other bytes with its keys in another order, or several findings of different stories in one request.
 */
export function planDeliveries(
  { stories, loners }: Storm,
  count: number,
  senders: readonly StormSender[],
  random: Random,
): StormDelivery[] {
  const findings = [...stories.flatMap((story) => story.findings), ...loners];
  if (findings.length > count) {
    throw new RangeError(`${findings.length} findings do not fit into ${count} deliveries; raise --deliveries.`);
  }
  const byId = new Map(senders.map((sender) => [sender.id, sender]));
  const senderOf = ({ sender }: StormFinding) => byId.get(sender) ?? fail(sender);
  const bySender = Map.groupBy(findings, ({ sender }) => sender);
  let sendings = 0;
  const write = (sender: StormSender, some: readonly StormFinding[]): StormDelivery => {
    sendings += 1;
    const written = some.map((finding) => shuffledKeys(sender.write(finding, sendings), random));
    const content = sender.together?.(written, sendings) ?? written[0];
    return { id: `${sender.id}-sent-${sendings}`, sender, body: toBytes(content), keys: some.map(keyOf) };
  };
  const deliveries = findings.map((finding) => write(senderOf(finding), [finding]));
  while (deliveries.length < count) {
    const finding = random.pick(findings);
    const sender = senderOf(finding);
    const others = sender.together && random.chance(TOGETHER) ? random.below(MOST_TOGETHER) : 0;
    const mates = Array.from({ length: others }, () => random.pick(bySender.get(sender.id) ?? []));
    deliveries.push(random.chance(UNCHANGED) ? random.pick(deliveries) : write(sender, [finding, ...mates]));
  }
  return random.shuffled(deliveries);
}

const shuffledKeys = (written: Record<string, unknown>, random: Random): Record<string, unknown> =>
  Object.fromEntries(random.shuffled(Object.entries(written)));

const toBytes = (content: unknown): Buffer => Buffer.from(JSON.stringify(content));

function fail(sender: string): never {
  throw new TypeError(`no sender of the storm is called ${sender}`);
}
