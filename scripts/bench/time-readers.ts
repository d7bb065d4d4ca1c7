import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { Mapping } from '#src/config/mapping.ts';
import { normaliseBody, senders } from '#src/detections/senders/index.ts';
import type { DeliveryContext } from '#src/detections/senders/sender.ts';
import { type Grown, growBody } from './grow-body.ts';
import { median, percentile, shown } from './numbers.ts';

const BYTES = 256 * 1024;
const GOAL_MS = 5;
const WARM_UP_RUNS = 50;
const DOCS = join(import.meta.dirname, '..', '..', 'docs', 'senders');

/** What each sender's reader takes for a large body, beside plain JSON.parse of the same bytes. Senders nobody can time yet are named. */
export function timeReaders({ runs, say }: { runs: number; say(line: string): void }): void {
  say(
    `Reading bodies of ${BYTES / 1024} kB, grown from the first example in docs/senders: median and p99 of ${runs} runs, in-process, after a warm-up; goal ${GOAL_MS} ms or less. The p99 of JSON.parse shows what else this machine does.`,
  );
  for (const { id } of senders) {
    const file = join(DOCS, `${id}.md`);
    const doc = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const example = firstBlock(doc, 'json');
    if (example === undefined) {
      say(`  ${id.padEnd(NAME)} not timed: docs/senders/${id}.md shows no body yet.`);
      continue;
    }
    for (const grown of growBody(JSON.parse(example), BYTES)) say(timeReader(id, doc, grown, runs));
  }
}

const NAME = 20;
const HOW = 44;

function timeReader(shape: string, doc: string, { how, body }: Grown, runs: number): string {
  const context = contextOf(shape, doc);
  const read = normaliseBody(shape, body, context);
  const label = `  ${shape.padEnd(NAME)} ${how.padEnd(HOW)}`;
  const refused = read.ok ? read.findings.find((one) => !one.ok && one.code !== 'too-many') : read;
  if (refused && !refused.ok) return `${label} not timed: refused (${refused.code}). ${refused.reason}`;
  const reader: number[] = [];
  const floor: number[] = [];
  for (let run = -Math.min(runs, WARM_UP_RUNS); run < runs; run += 1) {
    const parsed = timed(() => JSON.parse(body.toString()));
    const taken = timed(() => normaliseBody(shape, body, context));
    if (run < 0) continue;
    floor.push(parsed);
    reader.push(taken);
  }
  const [middle, p99] = [median(reader), percentile(reader, 0.99)];
  return [
    `${label} median ${shown(middle).padStart(4)} ms (${met(middle)}), p99 ${shown(p99).padStart(4)} ms (${met(p99)});`,
    `JSON.parse ${shown(median(floor))}, ${shown(percentile(floor, 0.99))};`,
    `RATIO ${(middle / median(floor)).toFixed(1)}`,
  ].join(' ');
}

const met = (ms: number): string => (ms <= GOAL_MS ? 'met' : 'NOT met');

function timed(work: () => unknown): number {
  const startedAt = performance.now();
  work();
  return performance.now() - startedAt;
}

function contextOf(source: string, doc: string): DeliveryContext {
  const context = { source, receivedAt: new Date() };
  if (source !== 'mapping') return context;
  const { sources } = parse(firstBlock(doc, 'yaml') ?? '') as { sources: Record<string, { mapping?: unknown }> };
  return { ...context, mapping: Mapping.parse(Object.values(sources)[0]?.mapping) };
}

const firstBlock = (doc: string, language: string): string | undefined =>
  doc.match(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'ms'))?.[1];
