import { sql } from 'kysely';
import { z } from 'zod';
import { type CaseView, loadCaseView, type StepView } from '../cases/view.ts';
import type { Context } from '../context.ts';
import type { RoleName } from '../db/schema.ts';
import { dueMessages } from './due-messages.ts';
import { legalMessages } from './legal-messages.ts';

interface WantedMessage {
  key: string;
  kind: 'card' | 'findings' | 'question' | 'receipt' | 'legal';
  channel?: string;
  recipient?: string;
  detail?: Record<string, string>;
  /** Grows when its drawing changes; an edit that would change nothing is not sent. */
  version: number;
}

/**
 * Writes down which messages a case needs now and which of those already sent are out of date. Sending is `deliverMessage`'s work. A quiet
 * case and one that is held need none; a canary's card goes as far as a card can go without Slack. Returns the ids of those that can be sent now.
 */
export async function queueMessages(
  ctx: Context,
  input: { caseId: number; story: readonly string[] },
): Promise<string[]> {
  const view = await loadCaseView(ctx, input.caseId);
  if (view.hold === 'canary') return queueCanary(ctx, view);
  if (view.quiet || view.hold) return [];
  const { triage } = ctx.config.slack.channels;
  const versions = view.steps.some((step) => isAsked(step) || step.votes.length > 0)
    ? await stepVersions(ctx, view.id)
    : new Map<string, number>();
  const wanted: WantedMessage[] = [
    { key: 'card', kind: 'card', channel: triage, version: view.revision },
    ...(view.score ? [{ key: 'findings', kind: 'findings' as const, channel: triage, version: view.scoredRound }] : []),
    ...(await legalMessages(ctx, view)),
    ...view.steps.flatMap((step) => questions(ctx, step, concerned(view), versions.get(step.id) ?? 1)),
    ...view.steps.flatMap((step) => receipts(step, versions.get(step.id) ?? 1)),
  ];
  const wantedNow = ctx.db
    .insertInto('messages')
    .values(
      wanted.map(({ key, kind, channel, recipient, detail, version }) => ({
        case_id: view.id,
        key,
        kind,
        channel: channel ?? null,
        recipient: recipient ?? null,
        detail: JSON.stringify(detail ?? {}),
        wanted: version,
        due_at: sql<Date>`now()`,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['case_id', 'key'])
        .doUpdateSet((eb) => ({
          wanted: eb.ref('excluded.wanted'),
          due_at: eb.fn.coalesce('messages.due_at', sql<Date>`now()`),
        }))
        .whereRef('messages.wanted', '<', 'excluded.wanted'),
    );
  await sql`with wanted as (${wantedNow}) ${storyLines(view.id, triage, input.story)}`.execute(ctx.db);
  await redrawReceipts(ctx, view.id, versions);
  for (const step of view.steps) await redrawQuestions(ctx, view.id, step, versions.get(step.id) ?? 1);
  return dueMessages(ctx, view.id);
}

async function queueCanary(ctx: Context, { id, revision }: { id: number; revision: number }): Promise<string[]> {
  await ctx.db
    .insertInto('messages')
    .values({ case_id: id, key: 'card', kind: 'canary', wanted: revision, due_at: sql<Date>`now()` })
    .onConflict((conflict) => conflict.columns(['case_id', 'key']).doNothing())
    .execute();
  return dueMessages(ctx, id);
}

/** One thread line per journal entry that tells the story; an entry becomes a line once. */
const storyLines = (caseId: number, channel: string, story: readonly string[]) => sql`
  insert into messages (case_id, key, kind, channel, detail, due_at)
  select case_id, 'line:' || id, 'line', ${channel}, jsonb_build_object('entry', id::text), now()
    from journal_entries where case_id = ${caseId} and what = any(${[...story]}) order by id
  on conflict (case_id, key) do nothing`;

/** Security decides on the card; everybody else is asked in person. */
const isAsked = (step: StepView): boolean => rolesOf(step).length > 0;

const Needs = z.object({
  needs: z.array(z.object({ role: z.enum(['security', 'finance', 'legal', 'manager']) })),
  accounts: z.array(z.string()).default([]),
});

function rolesOf({ role, plan }: StepView): RoleName[] {
  const read = Needs.safeParse(plan);
  const needed = read.success && read.data.needs.length > 0 ? read.data.needs.map((need) => need.role) : [role];
  return [...new Set(needed)].filter((one) => one !== 'security');
}

/** Everybody who may decide a step outside security is asked in person, deputies too when the time ran out; managers are then told. */
function questions(
  ctx: Context,
  step: StepView,
  concernedEmails: ReadonlySet<string>,
  version: number,
): WantedMessage[] {
  if (step.state !== 'waiting') return [];
  return rolesOf(step).flatMap((role) => questionsTo(ctx, step, role, concernedEmails, version));
}

function questionsTo(
  ctx: Context,
  step: StepView,
  role: RoleName,
  concernedEmails: ReadonlySet<string>,
  version: number,
): WantedMessage[] {
  const { people, deputies } = ctx.config.roles[role];
  const accounts = Needs.safeParse(step.plan).data?.accounts ?? [];
  const late = step.escalatedAt !== null;
  const asked = late ? [...people, ...deputies] : people;
  const deciders = new Set([...people, ...deputies].map(({ slack }) => slack));
  const told = late ? ctx.config.roles.manager.people.filter(({ slack }) => !deciders.has(slack)) : [];
  const address = (persons: typeof people, detail: Record<string, string>): WantedMessage[] => {
    const able = persons.filter(({ email }) => !concernedEmails.has(email) && !accounts.includes(email));
    return [...new Set(able.map(({ slack }) => slack))].map((recipient) => ({
      key: `ask:${step.id}:${recipient}`,
      kind: 'question',
      recipient,
      detail: { step: step.id, ...detail },
      version,
    }));
  };
  return [...address(asked, {}), ...address(told, { only: 'told' })];
}

/** Everybody who has answered has it in writing, privately, with what came of it and the way to say that it was not them. */
const receipts = (step: StepView, version: number): WantedMessage[] =>
  step.votes.map(({ id, slackUser, choice, reason, at }) => ({
    key: `receipt:${id}`,
    kind: 'receipt',
    recipient: slackUser,
    detail: { step: step.id, vote: id, choice, reason, at },
    version,
  }));

/** Whoever was asked sees how it ended; nobody is asked about what is over. */
async function redrawQuestions(ctx: Context, caseId: number, step: StepView, version: number): Promise<void> {
  if (!isAsked(step) || step.state === 'waiting') return;
  await ctx.db
    .updateTable('messages')
    .set((eb) => ({ wanted: version, due_at: eb.fn.coalesce('due_at', sql<Date>`now()`) }))
    .where('case_id', '=', caseId)
    .where('kind', '=', 'question')
    .where(sql<string>`detail->>'step'`, '=', step.id)
    .where('wanted', '<', version)
    .execute();
}

/** An answer that was taken back or fell has its receipt all the same. */
async function redrawReceipts(ctx: Context, caseId: number, versions: ReadonlyMap<string, number>): Promise<void> {
  if (versions.size === 0) return;
  await sql`
    update messages set wanted = known.version, due_at = coalesce(due_at, now())
    from jsonb_each_text(${JSON.stringify(Object.fromEntries(versions))}::jsonb) as k (step, v),
      lateral (select k.v::int as version) known
    where case_id = ${caseId} and kind = 'receipt' and detail->>'step' = k.step and wanted < known.version`.execute(
    ctx.db,
  );
}

/** How often each step of the case has changed: its entries in the journal. */
async function stepVersions(ctx: Context, caseId: number): Promise<Map<string, number>> {
  const stepId = sql<string>`refs->>'step'`;
  const rows = await ctx.db
    .selectFrom('journal_entries')
    .select((eb) => [stepId.as('step'), eb.fn.countAll<number>().as('changes')])
    .where('case_id', '=', caseId)
    .where(stepId, 'is not', null)
    .groupBy(stepId)
    .execute();
  return new Map(rows.map(({ step, changes }) => [step, changes]));
}

const concerned = ({ detections, emails }: CaseView): Set<string> =>
  new Set([
    ...emails,
    ...detections.flatMap(({ detection: { subject, actor, target } }) =>
      [subject, actor, target].flatMap((party) => party?.email?.toLowerCase() ?? []),
    ),
  ]);
