import type { Preview } from '../connectors/contract.ts';
import type { WorkerContext } from '../context.ts';
import { CordonError } from '../errors.ts';
import {
  type ActionStep,
  type DecisionStep,
  type Facts,
  isCannot,
  type Playbook,
  type PlaybookStep,
} from '../playbook.ts';
import { members } from './authority.ts';
import { digestOf } from './digest.ts';
import { concernedBy } from './load-step.ts';
import { missingOf, type Need, sayNeeds } from './needs.ts';
import type { StepPlan } from './plan.ts';

export interface DraftedStep {
  state: 'preparing' | 'blocked' | 'waiting';
  title: string;
  input?: unknown;
  plan: StepPlan;
  digest?: string;
}

interface DraftInput {
  step: PlaybookStep;
  facts: Facts;
  playbook: Playbook;
  offer: number;
  /** How the decision this step waits for ended, if it has. */
  decided: string | undefined;
}

const PREVIEW_DEADLINE_MS = 10_000;

/** What a step would do exactly, read from the vendor now. Undefined when the step is not for this case (any more). */
export async function draftStep(ctx: WorkerContext, input: DraftInput): Promise<DraftedStep | undefined> {
  const drafted = await draftKind(ctx, input);
  if (!drafted) return undefined;
  const draft = seal(input, { ...drafted, plan: { ...drafted.plan, needs: needsOf(ctx, input.step) } });
  return draft.state === 'waiting' ? decidable(ctx, input, draft) : draft;
}

/** What nobody may decide is not offered as if somebody could. */
function decidable(ctx: WorkerContext, { facts }: DraftInput, draft: DraftedStep): DraftedStep {
  const { needs } = draft.plan;
  const concerned = [...concernedBy(facts), ...draft.plan.accounts];
  const able = needs.flatMap(({ role }) =>
    members(ctx, role).map(({ email }) => ({ person: email.toLowerCase(), roles: [role] })),
  );
  const free = able.filter(({ person }) => !concerned.includes(person));
  if (missingOf(needs, free) === 0) return draft;
  const people = new Set(free.map(({ person }) => person)).size;
  const blocked = `It needs ${sayNeeds(needs)} whom this is not about, and ${people === 1 ? 'only 1 person is' : `${people} people are`} left. Add people to cordon.yaml, or act by hand.`;
  return { state: 'blocked', title: draft.title, plan: { ...draft.plan, blocked } };
}

/** The company's own rule for an action comes before the playbook's. */
function needsOf(ctx: WorkerContext, step: PlaybookStep): Need[] {
  if (step.kind === 'decision')
    return [{ role: step.role, count: Math.min(...step.choices.map(({ quorum }) => quorum)) }];
  const own = step.kind === 'action' ? ctx.config.policy.approvals[step.action.id] : undefined;
  return own ? [...own] : [{ role: step.role, count: step.quorum }, ...(step.also ?? [])];
}

async function draftKind(ctx: WorkerContext, input: DraftInput): Promise<DraftedStep | undefined> {
  const { step, decided } = input;
  if (step.after && decided !== step.after.choice) return undefined;
  if (step.kind === 'action') return draftAction(ctx, step, input);
  if (step.kind === 'decision') return draftDecision(step, input);
  const task = step.task(input.facts);
  if (isCannot(task)) return undefined;
  const plan = { ...emptyPlan(input.offer), target: task.title, effects: [task.words] };
  return { state: 'waiting', title: task.title, plan: task.link ? { ...plan, link: task.link } : plan };
}

async function draftAction(ctx: WorkerContext, step: ActionStep, input: DraftInput): Promise<DraftedStep | undefined> {
  const wanted = step.input(input.facts);
  if (isCannot(wanted)) return undefined;
  const fits = step.action.input.safeParse(wanted);
  if (!fits.success) return misfit(step, input.offer);
  const title = step.action.summarise(wanted);
  const accounts = step.accounts(input.facts).map((account) => account.toLowerCase());
  const takesKey = ctx.config.policy.step_up.includes(step.action.id);
  const plan = {
    ...emptyPlan(input.offer),
    target: title,
    undo: step.action.undo,
    accounts,
    ...(takesKey ? { takesKey } : {}),
  };
  if (ctx.config.protected_accounts.some((account) => accounts.includes(account))) {
    const blocked = 'This is a protected account. Cordon does not touch it; its owner has to act by hand.';
    return { state: 'blocked', title, plan: { ...plan, blocked } };
  }
  try {
    const preview = await previewNow(ctx, step.action.id, wanted);
    const full = { ...plan, ...copyOf(preview), ...silenceOf(step) };
    return { state: 'waiting', title, input: wanted, plan: full };
  } catch (error) {
    if (!(error instanceof CordonError)) throw error;
    return { state: error.retryable ? 'preparing' : 'blocked', title, plan: { ...plan, blocked: error.message } };
  }
}

/** What a vendor or a sender calls things can be longer than an action takes; that costs this step, not the whole plan. */
function misfit(step: ActionStep, offer: number): DraftedStep {
  const [vendor = '', action = ''] = step.action.id.split('.');
  const title = `${action.replaceAll('-', ' ')} in ${vendor}`.replace(/^./, (letter) => letter.toUpperCase());
  const blocked = 'The names found at the vendor are longer than Cordon may send, so this has to be done by hand.';
  return { state: 'blocked', title, plan: { ...emptyPlan(offer), target: title, blocked } };
}

function draftDecision(step: DecisionStep, input: DraftInput): DraftedStep | undefined {
  const question = step.question(input.facts);
  if (isCannot(question)) return undefined;
  const { title, words, bound } = question;
  const plan = {
    ...emptyPlan(input.offer),
    target: title,
    effects: [words],
    bound,
    choices: [...step.choices],
    ...silenceOf(step),
  };
  return { state: 'waiting', title, plan };
}

/** Asks the vendor what an action would change, under its deadline. Used for the card and again right before execution. */
export async function previewNow(ctx: WorkerContext, actionId: string, input: unknown): Promise<Preview> {
  const connector = actionId.split('.')[0] ?? '';
  const connection = ctx.connections.get(connector);
  if (!connection)
    throw new CordonError('not-connected', `${connector} is not connected to Cordon, so this has to be done by hand.`);
  return connection.action(actionId).preview(input, { signal: AbortSignal.timeout(PREVIEW_DEADLINE_MS) });
}

/** Only what can be decided gets a digest. */
function seal({ step, playbook, offer }: DraftInput, draft: DraftedStep): DraftedStep {
  if (draft.state !== 'waiting') return draft;
  const digest = digestOf({
    what: step.kind === 'action' ? step.action.id : step.key,
    input: draft.input ?? null,
    bound: draft.plan.bound,
    needs: draft.plan.needs,
    playbook: (step.of ?? playbook).id,
    version: (step.of ?? playbook).version,
    offer,
  });
  return { ...draft, digest };
}

const emptyPlan = (offer: number): StepPlan => ({
  target: '',
  effects: [],
  breaks: [],
  bound: {},
  alreadySo: false,
  needs: [],
  accounts: [],
  offer,
});

const copyOf = (preview: Preview) => ({
  target: preview.target,
  effects: [...preview.effects],
  breaks: [...preview.breaks],
  bound: { ...preview.bound },
  alreadySo: preview.alreadySo,
});

const silenceOf = (step: PlaybookStep) => (step.deadline ? { silence: step.deadline.words } : {});
