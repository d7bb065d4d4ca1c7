import { setTimeout as delay } from 'node:timers/promises';
import type { DemoScenario } from '#sandbox/scenarios/scenario.ts';
import { type Db, openDb } from '../../src/db/open.ts';
import { drawThreadLine } from '../../src/slack/thread-line.ts';
import { createPlayer } from './player.ts';
import type { Demo } from './start.ts';

const PATIENCE_MS = 60_000;

/** Plays one scenario to its end, prints its timeline, and says whether it ended as it should. */
export async function tellStory(demo: Demo, scenario: DemoScenario, say: (line: string) => void): Promise<boolean> {
  const { db, close } = openDb(demo.databaseUrl);
  try {
    const from = `${Math.floor(demo.world.now().getTime() / 1000)}.000000`;
    say('');
    say(`${scenario.title}: ${scenario.says}`);
    const delivery = await demo.send(scenario);
    const player = createPlayer({ sandboxUrl: demo.sandboxUrl, since: from });
    const caseId = await waitForCase(db, delivery);
    const failure = await scenario.play(player).then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    const problems = [...(failure ? [failure] : []), ...(await waitForEnd(db, demo, scenario, caseId))];
    for (const line of await timeline(db, caseId)) say(line);
    for (const problem of problems) say(`NOT AS IT SHOULD: ${problem}`);
    say(
      problems.length === 0
        ? `CASE-${caseId} ended as it should: ${scenario.ends.state}${scenario.ends.quiet ? ', nobody was paged' : ''}.`
        : '',
    );
    return problems.length === 0;
  } finally {
    await close();
  }
}

async function waitForCase(db: Db, delivery: string): Promise<number> {
  const found = await eventually(() =>
    db
      .selectFrom('cases')
      .innerJoin('detections', 'detections.case_id', 'cases.id')
      .select(['cases.id', 'cases.round'])
      .where('detections.delivery_id', '=', delivery)
      .whereRef('cases.scored_round', '=', 'cases.round')
      .executeTakeFirst(),
  );
  if (!found) throw new Error('No case was opened and scored within a minute. The logs in the home say why.');
  if (found.round > 1) {
    throw new Error(
      `The detection joined CASE-${found.id}, which is still open. Close that one first, or use an empty CORDON_HOME.`,
    );
  }
  return found.id;
}

/** Waits until the case and the vendors are as the scenario says; else the differences. */
async function waitForEnd(db: Db, demo: Demo, { ends }: DemoScenario, caseId: number): Promise<string[]> {
  let problems: string[] = [];
  await eventually(async () => {
    problems = [...(await caseProblems(db, ends, caseId)), ...vendorProblems(demo, ends)];
    return problems.length === 0 ? true : undefined;
  }, 15_000);
  return problems;
}

async function caseProblems(db: Db, ends: DemoScenario['ends'], caseId: number): Promise<string[]> {
  const found = await db
    .selectFrom('cases')
    .select(['state', 'quiet'])
    .where('id', '=', caseId)
    .executeTakeFirstOrThrow();
  const { sent } = await db
    .selectFrom('messages')
    .select((eb) => eb.fn.countAll<number>().as('sent'))
    .where('case_id', '=', caseId)
    .executeTakeFirstOrThrow();
  return [
    ...(found.state === ends.state ? [] : [`the case is ${found.state}, not ${ends.state}`]),
    ...(found.quiet === ends.quiet ? [] : [`the case ${found.quiet ? 'paged nobody' : 'paged people'}`]),
    ...(ends.quiet && sent > 0 ? [`${sent} messages were sent about it`] : []),
  ];
}

function vendorProblems(demo: Demo, ends: DemoScenario['ends']): string[] {
  return Object.entries(ends.vendors).flatMap(([vendor, rows]) =>
    Object.entries(rows).flatMap(([label, value]) => {
      const row = demo.panel(vendor).find((candidate) => candidate.label === label);
      return row?.value === value ? [] : [`${vendor}: ${label} is "${row?.value ?? 'not shown'}", not "${value}"`];
    }),
  );
}

async function timeline(db: Db, caseId: number): Promise<string[]> {
  const entries = await db
    .selectFrom('journal_entries')
    .select(['at', 'actor', 'what', 'detail'])
    .where('case_id', '=', caseId)
    .where('what', 'not in', ['message.posted', 'step.claimed', 'step.checked'])
    .orderBy('id')
    .execute();
  return entries.map((entry) => {
    const told = drawThreadLine({ ...entry, at: entry.at.toISOString() })?.text;
    return `${entry.at.toISOString().slice(11, 19)}  ${told ? readable(told) : summary(entry)}`;
  });
}

const readable = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&').replaceAll('\u2060', '');

function summary({ what, detail }: { what: string; detail: Record<string, unknown> }): string {
  const { title, summary: said, reason, score, query } = detail;
  const parts = [
    title,
    said,
    reason,
    score ? `score ${JSON.stringify((score as { value: number }).value)}` : undefined,
    query,
  ];
  const first = parts.find((part) => typeof part === 'string' && part !== '');
  return first ? `${what}: ${first}` : what;
}

async function eventually<Found>(
  find: () => Promise<Found | undefined>,
  patienceMs = PATIENCE_MS,
): Promise<Found | undefined> {
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    const found = await find();
    if (found !== undefined) return found;
    await delay(200);
  }
  return undefined;
}
