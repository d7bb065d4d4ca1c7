import { z } from 'zod';
import type { CaseView } from '../cases/view.ts';
import type { Detection } from '../detections/detection.ts';
import { objectNames } from './personal-objects.ts';

/** A number somebody gave, and who. */
export interface GivenCount {
  /** The object as named: Contact. Null where the number came without one. */
  object: string | null;
  count: number;
  from: string;
  /** `log`: the product's own record. `sender`: whoever sent the detection. */
  by: 'log' | 'sender';
}

/** Everything the case says about what was read, before anybody adds it up. */
export interface GivenScope {
  counts: GivenCount[];
  /** Objects that were named without a number. */
  named: { object: string; from: string }[];
  /** How many people, where somebody says so. */
  people: { count: number; from: string }[];
  fields: string[];
  unknown: string[];
}

const Rows = z.number().nonnegative();
const ByObject = z.object({ byObject: z.array(z.object({ object: z.string(), rows: Rows })) });
const Jobs = z.object({ jobs: z.array(z.object({ object: z.string(), rows: Rows.nullable() })) });
const Reports = z.object({
  reports: z.array(z.object({ name: z.string(), rows: Rows, exported: z.boolean() })),
});
const Fields = z.object({ personalFields: z.array(z.string()) });

const NOTHING: GivenScope = { counts: [], named: [], people: [], fields: [], unknown: [] };

export function readCounts(view: Pick<CaseView, 'detections' | 'questions'>): GivenScope {
  const parts: GivenScope[] = [
    ...view.detections.map(({ detection }) => ({ ...NOTHING, ...ofDetection(detection) })),
    ...view.questions.map(({ question, finding }) => ({ ...NOTHING, ...ofFinding(question, finding) })),
  ];
  return {
    counts: parts.flatMap(({ counts }) => counts),
    named: parts.flatMap(({ named }) => named),
    people: parts.flatMap(({ people }) => people),
    fields: [...new Set(parts.flatMap(({ fields }) => fields))],
    unknown: [...new Set(parts.flatMap(({ unknown }) => unknown))],
  };
}

const PEOPLE = /^(number of )?(people|persons|individuals|data subjects)$/i;
const PLAIN = /^(records?|rows?|objects?|records? (read|exported)|rows? (read|exported))$/i;

/** A number stands for an object when it names one, or when the detection names exactly one. */
function ofDetection({ objects, counts, source }: Detection): Partial<GivenScope> {
  const from = `the detection from ${source}`;
  const people = counts.filter(({ what }) => PEOPLE.test(what.trim()));
  const rest = counts.filter(({ what }) => !PEOPLE.test(what.trim()));
  const [only, ...others] = [...new Set(objects.map(({ name }) => name))];
  return {
    named: objects.map(({ name }) => ({ object: name, from })),
    people: people.map(({ count }) => ({ count, from })),
    counts: rest.map(({ what, count }) => ({
      object: PLAIN.test(what.trim()) ? (others.length === 0 ? (only ?? null) : null) : withoutUnit(what),
      count,
      from,
      by: 'sender',
    })),
  };
}

const withoutUnit = (what: string): string =>
  what.replace(/\b(records?|rows?|objects?|read|exported)\b/gi, ' ').trim() || what;

function ofFinding(question: string, finding: CaseView['questions'][number]['finding']): Partial<GivenScope> {
  if (finding?.status !== 'answered') return { unknown: [`Not answered: ${question}`] };
  const { data } = finding;
  const from = finding.lookedAt[0]?.source ?? question;
  const byObject = ByObject.safeParse(data).data?.byObject ?? [];
  const jobs = Jobs.safeParse(data).data?.jobs ?? [];
  const reports = Reports.safeParse(data).data?.reports.filter(({ exported }) => exported) ?? [];
  const isAboutReading = [ByObject, Jobs, Reports].some((shape) => shape.safeParse(data).success);
  return {
    counts: [
      ...byObject.map(({ object, rows }) => ({ object, count: rows, from, by: 'log' as const })),
      ...ofJobs(jobs, from),
      ...reports.map(({ rows }) => ({
        object: null,
        count: rows,
        from: `${from}, an exported report`,
        by: 'log' as const,
      })),
    ],
    named: jobs.filter(({ rows }) => rows === null).map(({ object }) => ({ object, from })),
    fields: Fields.safeParse(data).data?.personalFields ?? [],
    unknown: [
      ...(isAboutReading ? finding.notVisible : []),
      ...new Set(
        jobs.filter(({ rows }) => rows === null).map(({ object }) => `How many rows a bulk job on ${object} read.`),
      ),
    ],
  };
}

/** Jobs on one object are added up: each read its rows by itself. */
function ofJobs(jobs: readonly { object: string; rows: number | null }[], from: string): GivenCount[] {
  const counted = jobs.flatMap(({ object, rows }) => (rows === null ? [] : [{ object, rows }]));
  return [...Map.groupBy(counted, ({ object }) => objectNames(object).join(' '))].flatMap(([, group]) => {
    const object = group[0]?.object;
    if (object === undefined) return [];
    const count = group.reduce((sum, { rows }) => sum + rows, 0);
    return [{ object, count, from: group.length > 1 ? `${from}, ${group.length} jobs added up` : from, by: 'log' }];
  });
}
