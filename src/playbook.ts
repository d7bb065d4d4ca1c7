import type { z } from 'zod';
import type { KeyKind } from './correlation/identity-keys.ts';
import type { OnDeadline, RoleName } from './db/schema.ts';
import type { Detection } from './detections/detection.ts';
import type { Kind } from './detections/kinds.ts';
import { InvalidConfig } from './errors.ts';

/** What a playbook needs to know of a connector's query: its id, its question and both shapes. */
export interface QueryRef<Input, Data> {
  id: string;
  question: string;
  input: z.ZodType<Input>;
  data: z.ZodType<Data>;
}

/** What a playbook needs to know of a connector's action. */
export interface ActionRef<Input> {
  id: string;
  input: z.ZodType<Input>;
  summarise(input: Input): string;
  undo: { kind: 'reversible' | 'irreversible'; words: string };
}

/** The customer's own tunables, by MITRE's names where MITRE has one. */
export interface Tunables {
  anomalousExportThreshold: number;
  transactionThreshold: Readonly<Record<string, string>>;
  /** Within the company's working hours, on its own clock. */
  isBusinessHour(at: Date): boolean;
}

/** Everything known about a case when a playbook is asked about it. */
export interface Facts {
  now: Date;
  firstSeen: Date;
  lastSeen: Date;
  detections: readonly Detection[];
  /** Whose access this is about, from the newest detection that names somebody. */
  subject?: NonNullable<Detection['subject']>;
  /** Every e-mail address the subject is known by: the senders', and what the vendors' directories add. */
  subjectEmails: readonly string[];
  integration?: NonNullable<Detection['integration']>;
  transfer?: NonNullable<Detection['transfer']>;
  tunables: Tunables;
  /** The answer to a question of this round; undefined while unknown. */
  finding<Input, Data>(query: QueryRef<Input, Data>): Data | undefined;
}

/** Why something cannot be asked or proposed: a sentence for the card. */
export interface Cannot {
  cannot: string;
}
export const cannot = (sentence: string): Cannot => ({ cannot: sentence });
export const isCannot = (value: unknown): value is Cannot =>
  typeof value === 'object' && value !== null && 'cannot' in value;

/** Points with their reason; negative points speak for the person. */
export interface Weight {
  points: number;
  because: string;
}

export interface Question {
  query: QueryRef<unknown, unknown>;
  input(facts: Facts): unknown;
}

/** The playbook a step comes from, where several work on one case: what a yes is bound to. */
export interface PlaybookId {
  id: string;
  version: string;
}

interface StepParts {
  of?: PlaybookId;
  key: string;
  role: RoleName;
  /** How many different people must say yes. */
  quorum: number;
  /** Further people of other roles who must say yes as well. */
  also?: readonly { role: RoleName; count: number }[];
  /** Offered only after this decision went this way. */
  after?: { key: string; choice: string };
  deadline?: { at(facts: Facts): Date | undefined; onSilence: OnDeadline; words: string };
}

export interface ActionStep extends StepParts {
  kind: 'action';
  action: ActionRef<unknown>;
  input(facts: Facts): unknown;
  /** Every address the account acted on goes by, to keep protected accounts out of reach. */
  accounts(facts: Facts): readonly string[];
}

export interface Choice {
  id: string;
  /** A verb with its object, at most 30 characters. */
  label: string;
  /** What pressing it means, in the modal. */
  words: string;
  quorum: number;
  danger?: boolean;
}

export interface DecisionStep extends StepParts {
  kind: 'decision';
  /** The question, and everything the answer depends on (bound into the digest). */
  question(facts: Facts): { title: string; words: string; bound: Record<string, string> } | Cannot;
  choices: readonly Choice[];
}

export interface TaskStep extends StepParts {
  kind: 'task';
  /** What only a person can do, and where. */
  task(facts: Facts): { title: string; words: string; link?: string } | Cannot;
}

export type PlaybookStep = ActionStep | DecisionStep | TaskStep;

/** Cordon's own kinds match alone; ATT&CK ids only together with a product the playbook can act on. */
interface When {
  kinds: readonly string[];
  techniques: readonly string[];
  analytics: readonly string[];
  products: readonly string[];
}

export interface Playbook {
  id: string;
  version: string;
  title: string;
  /** A detection belongs here when any of these match; `fallback` takes what nobody else took. */
  when: When | 'fallback';
  /** The case in one line: who, where, what, numbers. */
  headline(facts: Facts): string;
  ask: readonly Question[];
  weigh: readonly ((facts: Facts) => Weight | undefined)[];
  /** Whose events tell the story on the card; everything else is in the thread. */
  tells: readonly { id: string }[];
  /** Below this score, with every question answered, the case is recorded and nobody is paged. */
  pageAt: number;
  steps: readonly PlaybookStep[];
}

/** One link of a chain: what must have happened, and what ties it to a link before it. */
export interface ChainLink {
  kinds: readonly Kind[];
  /** Connector ids; without them any product. */
  products?: readonly string[];
  by: readonly KeyKind[];
}

/**
 * Several things, ordinary one by one, that are an attack in this order. Data, not code: to add one is to add a value to the list in
 * playbooks/chains.ts.
 */
export interface Chain {
  id: string;
  /** What it looks like when complete, for the sentence on the card. */
  title: string;
  /** The playbook its case is worked with. */
  playbook: string;
  /** From the first link to the last. */
  withinMinutes: number;
  links: readonly ChainLink[];
  /** Not an attack when one of these follows in time; the chain waits that long before it says anything. */
  unless?: { kinds: readonly Kind[]; withinMinutes: number };
}

/** What correlation goes by: the playbooks in order of precedence (the last takes what nobody else took), and the chains. */
export interface Rules {
  playbooks: readonly { id: string; version: string }[];
  chains: readonly Chain[];
}

export const ask = <Input, Data>(query: QueryRef<Input, Data>, input: (facts: Facts) => Input | Cannot): Question => ({
  query,
  input,
});

/** Points from one answer; not weighed while the answer is unknown. */
export const weigh =
  <Input, Data>(query: QueryRef<Input, Data>, judge: (data: Data, facts: Facts) => Weight | undefined) =>
  (facts: Facts): Weight | undefined => {
    const data = facts.finding(query);
    return data === undefined ? undefined : judge(data, facts);
  };

export const act = <Input>(
  parts: StepParts & {
    action: ActionRef<Input>;
    with(facts: Facts): Input | Cannot;
    accounts(facts: Facts): readonly string[];
  },
): ActionStep => {
  const { with: input, action, ...rest } = parts;
  return {
    ...rest,
    kind: 'action',
    action: { ...action, summarise: (value) => action.summarise(action.input.parse(value)) },
    input,
  };
};

export const decide = (parts: Omit<DecisionStep, 'kind'>): DecisionStep => ({ ...parts, kind: 'decision' });

export const handOver = (parts: Omit<TaskStep, 'kind'>): TaskStep => ({ ...parts, kind: 'task' });

/** Checks what the types cannot: ids are unique, what a step waits for is before it and can happen, and silence is explained. */
export function definePlaybook(playbook: Playbook): Playbook {
  const problems: string[] = [];
  const keys = new Set<string>();
  for (const step of playbook.steps) {
    if (keys.has(step.key)) problems.push(`step "${step.key}" is there twice`);
    if (step.after && !keys.has(step.after.key))
      problems.push(`step "${step.key}" waits for "${step.after.key}", which is not before it`);
    const decision = playbook.steps.find(({ key }) => key === step.after?.key);
    if (
      step.after &&
      decision &&
      !(decision.kind === 'decision' && decision.choices.some(({ id }) => id === step.after?.choice))
    )
      problems.push(
        `step "${step.key}" waits for an answer "${step.after.choice}" that "${step.after.key}" does not have`,
      );
    if (step.deadline && step.deadline.words === '')
      problems.push(`step "${step.key}" does not say what silence means`);
    keys.add(step.key);
  }
  if (problems.length > 0) throw new InvalidConfig(`playbook ${playbook.id}`, problems);
  return playbook;
}

/** Several playbooks that work on one case: each question once, every weight, each step once, in the order given. */
export function joinPlaybooks(parts: readonly [Playbook, ...Playbook[]]): Playbook {
  const [first] = parts;
  const once = <Item>(items: readonly Item[], key: (item: Item) => string): Item[] =>
    [...new Map(items.toReversed().map((item) => [key(item), item])).values()].toReversed();
  const steps = parts.flatMap(({ id, version, steps: own }) => own.map((step) => ({ ...step, of: { id, version } })));
  return definePlaybook({
    id: parts.map(({ id }) => id).join('+'),
    version: parts.map(({ version }) => version).join('+'),
    title: parts.map(({ title }) => title).join('; '),
    when: first.when,
    headline: first.headline,
    ask: once(
      parts.flatMap(({ ask: questions }) => questions),
      ({ query }) => query.id,
    ),
    weigh: parts.flatMap(({ weigh: rules }) => rules),
    tells: once(
      parts.flatMap(({ tells }) => tells),
      ({ id }) => id,
    ),
    pageAt: Math.min(...parts.map(({ pageAt }) => pageAt)),
    steps: once(steps, ({ key }) => key),
  });
}
