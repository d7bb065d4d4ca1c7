import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GENESIS, hashEntry } from '#src/journal/chain.ts';
import { EvidencePack, sealPack, verifyPack } from '#src/journal/evidence-pack.ts';

const body = Buffer.from('{"cordon":"detection/1"}');
const sha256 = createHash('sha256').update(body).digest('hex');

/** A chain of six, of which the first, third and sixth are this case's. */
function packOf(): EvidencePack {
  const all = Array.from({ length: 6 }, (_, index) => ({
    seq: index + 1,
    at: `2026-11-22T09:0${index}:00.000Z`,
    actor: { kind: 'job', name: 'ingest-delivery' },
    what: index === 0 ? 'delivery.received' : `test.${index}`,
    caseId: index === 0 ? null : 42,
    refs: index === 0 ? { delivery: 'd1' } : { step: `s${index}` },
    detail: index === 0 ? { bytes: body.length, sha256 } : { title: 'Freeze Mara Ito', nested: [{ value: index }] },
  }));
  const links: string[] = [];
  for (const entry of all) links.push(hashEntry(entry, links.at(-1) ?? GENESIS));
  return sealPack({
    cordon: 'evidence/1',
    case: 'CASE-42',
    exportedAt: '2026-11-22T10:00:00.000Z',
    view: { title: 'Mara Ito', steps: [{ state: 'contained' }] },
    entries: all.filter(({ seq }) => [1, 3, 6].includes(seq)),
    links,
    deliveries: [
      { id: 'd1', source: 'siem', receivedAt: '2026-11-22T09:00:00.000Z', sha256, body: body.toString('base64') },
    ],
  });
}

const copy = (): EvidencePack => structuredClone(packOf());
const verify = (pack: unknown) => verifyPack(EvidencePack.parse(pack));

test('an untouched pack holds, also after it went through a file', () => {
  const verdict = verify(JSON.parse(JSON.stringify(packOf(), null, 2)));
  expect(verdict).toEqual({ ok: true, entries: 3, head: packOf().links[5] });
});

describe('the first broken entry is named', () => {
  test.each<[string, (pack: EvidencePack) => void, object]>([
    [
      'content',
      (pack) => Object.assign(pack.entries[1] ?? {}, { what: 'test.softer' }),
      { brokenAt: 3, why: 'its content does not fit its hash' },
    ],
    ['order', (pack) => pack.entries.reverse(), { brokenAt: 3, why: 'the entries are not in order' }],
    ['place', (pack) => pack.links.splice(3), { brokenAt: 6, why: 'its place in the chain is missing' }],
    [
      'link before',
      (pack) => pack.links.splice(1, 1, 'a'.repeat(64)),
      { brokenAt: 3, why: 'its content does not fit its hash' },
    ],
    ['all entries', (pack) => pack.entries.splice(0), { brokenAt: 0, why: 'the pack holds no entries' }],
    [
      'one entry left out',
      (pack) => pack.entries.splice(1, 1),
      { brokenAt: 0, why: 'something around the entries was changed' },
    ],
    [
      'a delivery',
      (pack) => Object.assign(pack.deliveries[0] ?? {}, { body: 'e30=' }),
      { brokenAt: 1, why: 'the delivery d1 is not the one received' },
    ],
    [
      'a delivery and its sum',
      (pack) =>
        Object.assign(pack.deliveries[0] ?? {}, {
          body: 'e30=',
          sha256: createHash('sha256').update('{}').digest('hex'),
        }),
      { brokenAt: 1, why: 'the delivery d1 is not the one received' },
    ],
    [
      'a delivery of another case',
      (pack) => Object.assign(pack.deliveries[0] ?? {}, { id: 'd2' }),
      { brokenAt: 0, why: 'the delivery d2 is not the one received' },
    ],
  ])('%s', (_, change, verdict) => {
    const pack = copy();
    change(pack);
    expect(verifyPack(pack)).toEqual({ ok: false, ...verdict });
  });
});

/** Every place in the pack that holds a value, as the keys that lead to it. */
function places(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) => places(inner, [...path, key]));
}

function put(value: unknown, [key = '', ...rest]: string[], replacement: unknown): void {
  const holder = value as Record<string, unknown>;
  if (rest.length === 0) holder[key] = replacement;
  else put(holder[key], rest, replacement);
}

const at = (value: unknown, path: string[]): unknown =>
  path.reduce((inner, key) => (inner as Record<string, unknown>)[key], value);

test('whatever is changed anywhere, it is noticed', () => {
  const pack = packOf();
  fc.assert(
    fc.property(
      fc.constantFrom(...places(pack)),
      fc.oneof(fc.string(), fc.integer(), fc.constant(null)),
      (path, replacement) => {
        fc.pre(at(pack, path) !== replacement);
        const changed = copy();
        put(changed, path, replacement);
        const read = EvidencePack.safeParse(changed);
        expect(read.success && verifyPack(read.data).ok).toBe(false);
      },
    ),
    { numRuns: 400 },
  );
});

test('whatever is taken out or put in, it is noticed', () => {
  const lists = ['entries', 'links', 'deliveries'] as const;
  fc.assert(
    fc.property(fc.constantFrom(...lists), fc.nat(5), fc.boolean(), (list, index, twice) => {
      const changed = copy();
      const items: unknown[] = changed[list];
      fc.pre(index < items.length);
      items.splice(index, 1, ...(twice ? [items[index], items[index]] : []));
      expect(verifyPack(changed).ok).toBe(false);
    }),
  );
  expect(EvidencePack.safeParse({ ...packOf(), added: 1 }).success).toBe(false);
});
