import type pg from 'pg';
import type { StormDelivery } from './deliveries.ts';
import { keyOf, type StormFinding } from './finding.ts';
import type { Storm } from './tell-stories.ts';

interface Row {
  key: string;
  case_id: number | null;
  open: boolean;
}

/** Everything in which the database differs from what the storm has to leave there; empty when it is exact. */
export async function checkCases(client: pg.Client, storm: Storm, sent: readonly StormDelivery[]): Promise<string[]> {
  const { rows } = await client.query<Row>(
    `select concat(d.source, ' ', d.body->>'senderUid') as key, d.case_id, coalesce(c.state <> 'closed', false) as open
     from detections d left join cases c on c.id = d.case_id order by d.occurred_at`,
  );
  return [
    ...(await checkDeliveries(client, sent)),
    ...checkStored(rows, storm),
    ...storm.stories.flatMap((story) => checkStory(rows, story)),
    ...checkStrangers(rows, storm),
    ...(await checkOpen(client, storm.stories.length)),
  ];
}

async function checkDeliveries(client: pg.Client, sent: readonly StormDelivery[]): Promise<string[]> {
  const different = new Set(sent);
  const links = [...different].reduce((sum, { keys }) => sum + new Set(keys).size, 0);
  const { rows } = await client.query<{ state: string; reason: string | null; count: number }>(
    "select state, min(concat(source, ': ', reason)) as reason, count(*)::int as count from deliveries group by state",
  );
  const stored = rows.reduce((sum, { count }) => sum + count, 0);
  const { rows: linked } = await client.query<{ count: number }>(
    'select count(*)::int as count from delivery_detections',
  );
  return [
    ...differs('deliveries are stored', stored, different.size),
    ...rows
      .filter(({ state }) => state !== 'ingested')
      .map(({ state, count, reason }) => `${count} deliveries are ${state}, for instance ${reason}`),
    ...differs('findings are written down with the deliveries they came in', linked[0]?.count ?? 0, links),
  ];
}

function checkStored(rows: readonly Row[], { stories, loners }: Storm): string[] {
  const expected = new Set([...stories.flatMap(({ findings }) => findings), ...loners].map(keyOf));
  const counted = Map.groupBy(rows, ({ key }) => key);
  return [
    ...[...expected].filter((key) => !counted.has(key)).map((key) => `${key} is lost: there is no such detection.`),
    ...[...counted].filter(([key]) => !expected.has(key)).map(([key]) => `${key} was never sent.`),
    ...[...counted]
      .filter(([, same]) => same.length > 1)
      .map(([key, same]) => `${key} is stored ${same.length} times.`),
  ];
}

function checkStory(rows: readonly Row[], story: Storm['stories'][number]): string[] {
  const where = new Map(rows.map((row) => [row.key, row]));
  const places = Map.groupBy(story.findings, (finding) => {
    const row = where.get(keyOf(finding));
    if (!row?.case_id) return 'in no case';
    return row.open ? `in CASE-${row.case_id}` : `in CASE-${row.case_id}, which is closed`;
  });
  const [only] = places.keys();
  if (places.size === 1 && only?.startsWith('in CASE') && !only.endsWith('closed')) return [];
  const told = [...places].map(([place, findings]) => `${findings.map(inWords).join(', ')} ${place}`);
  return [`${story.name} is not one open case: ${told.join('; ')}.`];
}

const inWords = ({ sender, kind, at, grade, who, app, payee }: StormFinding): string => {
  const ids = [who?.email && 'e-mail', who?.salesforce && 'Salesforce id', app && 'app', payee && 'payee'];
  return `${at.toISOString().slice(11, 16)} ${kind} (${grade} of ${sender} by ${ids.filter(Boolean).join(' and ')})`;
};

/** Cases that hold more than one story, and loners that are in one. */
function checkStrangers(rows: readonly Row[], { stories, loners }: Storm): string[] {
  const storyOf = new Map(stories.flatMap(({ name, findings }) => findings.map((one) => [keyOf(one), name] as const)));
  for (const loner of loners) storyOf.set(keyOf(loner), `a loner (${inWords(loner)})`);
  const inCases = Map.groupBy(
    rows.filter(({ case_id }) => case_id !== null),
    ({ case_id }) => case_id,
  );
  return [...inCases].flatMap(([id, held]) => {
    const names = [...new Set(held.map(({ key }) => storyOf.get(key) ?? key))];
    if (names.length === 1 && !names[0]?.startsWith('a loner')) return [];
    return [`CASE-${id} holds what is nobody's together: ${names.join(', ')}.`];
  });
}

/** A case has its card, unless it is held because so many came at once; then there is one card about all of those. */
async function checkOpen(client: pg.Client, stories: number): Promise<string[]> {
  const { rows } = await client.query<{ open: number; without: number; held: number; summaries: number }>(
    `select count(*)::int as open, (count(*) filter (where c.hold is null and m.ts is null))::int as without,
       (count(*) filter (where c.hold = 'storm'))::int as held,
       (select count(*)::int from messages where case_id is null and ts is not null) as summaries
     from cases c left join messages m on m.case_id = c.id and m.key = 'card' where c.state <> 'closed'`,
  );
  const { open = 0, without = 0, held = 0, summaries = 0 } = rows[0] ?? {};
  return [
    ...differs('cases are open', open, stories),
    ...differs('open cases have no card', without, 0),
    ...(held > 0 ? differs('cards tell of the cases that are held', summaries, 1) : []),
  ];
}

const differs = (what: string, is: number, shouldBe: number): string[] =>
  is === shouldBe ? [] : [`${is} ${what}; it should be ${shouldBe}.`];
