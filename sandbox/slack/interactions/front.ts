import type { Colleague } from '#sandbox/company.ts';
import { isMember } from '../channels.ts';
import type { PageActed } from '../page-state.ts';
import type { Channel, Message } from '../state.ts';
import type { AppEvent, Workspace } from '../workspace.ts';
import type { AppAnswer, AppLine } from './app-line.ts';

/** What a person's act stands on. */
export interface Front {
  workspace: Workspace;
  line: AppLine;
  event(event: AppEvent): Promise<AppAnswer>;
}

/** Slack itself would not let this happen; nothing is sent. */
export const refused = (why: string): PageActed => ({ ok: false, status: 0, ms: 0, answer: null, refused: why });

/** Done inside Slack, with nothing for the app to know. */
export const doneHere: PageActed = { ok: true, status: 0, ms: 0, answer: null };

export const acted = ({ ok, status, ms, answer }: AppAnswer): PageActed => ({ ok, status, ms, answer });

/** A channel this person is in. */
export const channelOf = ({ workspace }: Front, person: Colleague, id: string): Channel | undefined =>
  workspace.state.channels.find((channel) => channel.id === id && isMember(channel, person.slackId));

export const canSee = (message: Message, person: Colleague) =>
  message.ephemeralTo === null || message.ephemeralTo === person.slackId;

export const messageOf = (channel: Channel | undefined, person: Colleague, ts: string): Message | undefined =>
  channel?.messages.find((message) => message.ts === ts && canSee(message, person));
