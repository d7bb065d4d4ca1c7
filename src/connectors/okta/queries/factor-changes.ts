import { z } from 'zod';
import type { Answer, TimelineEvent } from '../../contract.ts';
import { defineQuery } from '../../define.ts';
import type { OktaClient } from '../client.ts';
import { historyBefore, quoted, readLog } from '../log.ts';
import type { LogEvent } from '../log-event.ts';
import { Person, resolveUser, window } from '../person.ts';
import { succeeded } from '../sign-in.ts';
import { count, factorName, placeOf } from '../wording.ts';

const Input = z.object({ person: Person, ...window });
type Input = z.infer<typeof Input>;

const Kind = z.enum(['enrolled', 'removed', 'reset', 'other']);
type Kind = z.infer<typeof Kind>;

const Change = z.object({
  when: z.string(),
  kind: Kind,
  factor: z.string().nullable(),
  by: z.string(),
  bySelf: z.boolean(),
  address: z.string().nullable(),
  city: z.string().nullable(),
});
type Change = z.infer<typeof Change>;

const Data = z.object({ changes: z.array(Change) });
type Data = z.infer<typeof Data>;

/** Factors enrolled, removed or reset for one person, by anybody. */
export const factorChanges = defineQuery<OktaClient, Input, Data>({
  id: 'okta.factor-changes',
  question: 'Did the factors of this person change, and who changed them?',
  input: Input,
  data: Data,
  async run(client, { person, since, until }, { signal }): Promise<Answer<Data>> {
    const found = await resolveUser(client, person, signal);
    const start = new Date(since);
    const history = historyBefore(client, start);
    const id = quoted(found.id);
    const { events, lookedAt, notVisible } = await readLog(client, {
      since: history.since,
      until: new Date(until),
      filter: `eventType sw "user.mfa.factor." and (target.id eq ${id} or actor.id eq ${id})`,
      signal,
    });
    const theirs = events.filter((event) => isAbout(event, found.id));
    const recent = theirs.filter(({ when }) => Date.parse(when) >= start.getTime());
    const changes = recent.map((event) => toChange(event, found.id));
    return {
      summary: summarise(found.name, changes, `${theirs.length - recent.length} in the ${history.days} days before`),
      data: { changes },
      events: recent.map((event) => toEvent(event, toChange(event, found.id))),
      lookedAt: [lookedAt],
      notVisible,
    };
  },
});

/** An administrator's own log also holds what they did to others. */
function isAbout({ actor, targets }: LogEvent, userId: string): boolean {
  const users = targets.filter(({ type }) => type === 'User');
  return users.length === 0 ? actor.id === userId : users.some(({ id }) => id === userId);
}

export function kindOf({ type, reason, result }: Pick<LogEvent, 'type' | 'reason' | 'result'>): Kind {
  if (!succeeded({ result })) return 'other';
  if (type === 'user.mfa.factor.activate') return 'enrolled';
  if (type === 'user.mfa.factor.reset_all' || /^User reset\b/i.test(reason ?? '')) return 'reset';
  return type === 'user.mfa.factor.deactivate' ? 'removed' : 'other';
}

/** From the event's own field, else from its sentence: "User set up SOFT_TOKEN factor". */
function factorIn({ factor, reason }: LogEvent): string | null {
  const said = factor ?? reason?.match(/\b(\w+) factor\b/i)?.[1] ?? null;
  return said === null ? null : factorName(said);
}

const toChange = (event: LogEvent, userId: string): Change => ({
  when: event.when,
  kind: kindOf(event),
  factor: factorIn(event),
  by: event.actor.name,
  bySelf: event.actor.id === userId,
  address: event.address,
  city: event.city,
});

const WORDS: Readonly<Record<Kind, string>> = {
  enrolled: 'New factor enrolled in Okta',
  removed: 'Factor removed in Okta',
  reset: 'Factors reset in Okta',
  other: 'Factor touched in Okta, or a change refused',
};

function toEvent(event: LogEvent, { when, kind, factor, by, bySelf }: Change): TimelineEvent {
  const what = `${WORDS[kind]}${factor === null ? '' : ` (${factor})`}${bySelf ? '' : `, by ${by}`}`;
  return { when, what, ...placeOf(event) };
}

function summarise(name: string, changes: readonly Change[], usual: string): string {
  if (changes.length === 0) return `${name}: no factor changed in this window; ${usual}.`;
  const told = changes.map(
    ({ kind, factor, bySelf, by }) => `${factor ?? 'factor'} ${kind} by ${bySelf ? 'the user' : by}`,
  );
  return `${name}: ${count(changes.length, 'factor change')} (${[...new Set(told)].join('; ')}); ${usual}.`;
}
