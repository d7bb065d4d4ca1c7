import type { Context } from '../context.ts';
import { InvalidInput } from '../errors.ts';
import type { Actor } from '../journal/actor.ts';
import { recordChange } from '../journal/record-change.ts';
import type { SnoozeScope } from './fits-snooze.ts';
import { queueNotice } from './notice.ts';

export const LONGEST_DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1000;
const LONGEST_REASON = 500;

export const snoozeCode = (id: number): string => `SNOOZE-${id}`;

export interface SettingSnooze {
  scope: SnoozeScope;
  /** The scope in words: "AN1520 from siem about Mara Ito". */
  about: string;
  until: Date;
  reason: string;
  /** As people know whoever sets it, and the key they are recognised by where there is one. */
  by: { name: string; key: string | null };
  /** The case it was set from; it is told there too. */
  caseId?: number;
  actor: Actor;
}

/**
 * Keeps back, for a while and for a reason, the cards of what is not critical. Said in the triage channel at once, and again when it ends.
 * Whether somebody may is for whoever calls to ask.
 */
export async function setSnooze(ctx: Context, input: SettingSnooze): Promise<{ id: number; notices: string[] }> {
  const { scope, about, until, by, caseId, actor } = input;
  const reason = input.reason.trim().slice(0, LONGEST_REASON);
  refuseUnless(ctx, { ...input, reason });
  return recordChange(ctx.db, async (tx) => {
    const { id } = await tx
      .insertInto('snoozes')
      .values({ ...scope, about, reason, set_by: by.name, set_by_key: by.key, until, due_at: until })
      .returning('id')
      .executeTakeFirstOrThrow();
    const detail = { code: snoozeCode(id), about, until: until.toISOString(), reason };
    const to = { channel: ctx.config.slack.channels.triage };
    const notice = await queueNotice(tx, { key: `snooze:${id}:set`, to, what: 'snooze.set', actor, detail });
    const entry = { actor, what: 'snooze.set', refs: { snooze: String(id) }, detail: { ...detail, ...scope } };
    const result = { id, notices: notice ? [notice] : [] };
    return { result, journal: [{ ...entry, ...(caseId !== undefined && { caseId }) }] };
  });
}

function refuseUnless(ctx: Context, { scope, until, reason }: SettingSnooze): void {
  const refuse = (code: string, words: string) => new InvalidInput(code, words);
  if (reason === '') throw refuse('no-reason', 'Please say why in a few words; it goes into the record.');
  if (!Object.hasOwn(ctx.config.sources, scope.source))
    throw refuse(
      'unknown-source',
      `There is no source of that name. Sources: ${Object.keys(ctx.config.sources).join(', ')}.`,
    );
  if (scope.rule === null && scope.person === null && scope.app === null)
    throw refuse('too-wide', 'A whole source cannot be snoozed. Name a rule, a person or an app.');
  const ahead = until.getTime() - ctx.clock.now().getTime();
  if (!(ahead > 0)) throw refuse('in-the-past', 'Choose a time that is still ahead.');
  if (ahead > LONGEST_DAYS * DAY_MS)
    throw refuse(
      'too-long',
      `A snooze lasts at most ${LONGEST_DAYS} days. Choose an earlier end; it can be set again.`,
    );
}
