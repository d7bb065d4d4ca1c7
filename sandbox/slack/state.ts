import { company, people } from '#sandbox/company.ts';
import type { StoredBlock } from './blocks/find.ts';
import type { StoredView } from './blocks/view.ts';

/** Slack's state object of one element, such as `{ type: 'plain_text_input', value: 'x' }`. */
export type ElementState = Record<string, unknown>;
/** By block_id, then action_id. */
export type StateValues = Record<string, Record<string, ElementState>>;

export interface MessageMetadata {
  event_type: string;
  event_payload: Record<string, unknown>;
}

export interface Message {
  ts: string;
  threadTs: string | null;
  user: string;
  fromApp: boolean;
  text: string;
  blocks: StoredBlock[];
  attachments: unknown[];
  metadata: MessageMetadata | null;
  /** Set when text without blocks was changed: only then does Slack show the word "edited". */
  editedTs: string | null;
  /** The only person who sees it, or null for everybody in the channel. */
  ephemeralTo: string | null;
  values: StateValues;
  /** By person: the action_id whose click the app left unanswered. */
  warnings: Record<string, string>;
  /** By emoji name: who reacted. */
  reactions: Record<string, string[]>;
  pinned: boolean;
}

export interface Channel {
  id: string;
  name: string;
  kind: 'private' | 'public' | 'shared' | 'dm';
  archived: boolean;
  topic: string;
  members: string[];
  created: number;
  messages: Message[];
  /** By person: the ts up to which they have read. */
  read: Record<string, string>;
}

export interface OpenView {
  id: string;
  userId: string;
  hash: string;
  view: StoredView;
  rootViewId: string;
  previousViewId: string | null;
  values: StateValues;
  errors: Record<string, string>;
  warning: { actionId: string | null } | null;
}

export interface Trigger {
  userId: string;
  /** Milliseconds of the sandbox's time. */
  at: number;
  used: boolean;
  /** The modal the interaction came from, if it came from one. */
  viewId: string | null;
}

export interface ResponseUrl {
  channelId: string;
  userId: string;
  messageTs: string | null;
  threadTs: string | null;
  at: number;
  uses: number;
}

export interface Usergroup {
  id: string;
  handle: string;
  name: string;
  users: string[];
}

export interface Account {
  deleted: boolean;
  restricted: boolean;
  stranger: boolean;
}

export interface SlackState {
  lastId: number;
  /** Microseconds of the last `ts` given out; no two messages share one. */
  lastTs: number;
  accounts: Record<string, Account>;
  channels: Channel[];
  usergroups: Usergroup[];
  views: Record<string, OpenView>;
  /** By person: ids of their open modals, the last one on top. */
  stacks: Record<string, string[]>;
  /** By person: the id of what was published on their App Home. */
  homes: Record<string, string>;
  triggers: Record<string, Trigger>;
  responseUrls: Record<string, ResponseUrl>;
  files: Record<string, { name: string; size: number; uploaded: boolean; completed: boolean }>;
}

/** The other company of the shared channel. */
export const brightwater = { teamId: 'T0BRIGHTWTR', domain: 'brightwater' } as const;

const idsOf = (...roles: readonly string[]) =>
  Object.values(people)
    .filter(({ role }) => roles.includes(role))
    .map(({ slackId }) => slackId);

const channel = (id: string, name: string, kind: Channel['kind'], members: string[]): Channel => ({
  id,
  name,
  kind,
  archived: false,
  topic: '',
  members,
  created: 1_780_000_000,
  messages: [],
  read: {},
});

export function initialState(): SlackState {
  const security = idsOf('security');
  const employees = idsOf('security', 'finance', 'legal', 'manager', 'employee');
  const bot = company.botUserId;
  return {
    lastId: 0,
    lastTs: 0,
    accounts: Object.fromEntries(
      Object.values(people).map(({ slackId, role }) => [
        slackId,
        { deleted: role === 'deactivated', restricted: role === 'guest', stranger: role === 'stranger' },
      ]),
    ),
    channels: [
      channel('C0TRIAGE', 'triage-security', 'private', [...security, bot]),
      channel('C0GENERAL', 'general', 'public', [...employees, people.gwen.slackId, bot]),
      channel('C0SHARED', 'shared-brightwater', 'shared', [
        people.ana.slackId,
        people.sam.slackId,
        people.gwen.slackId,
        people.stan.slackId,
        bot,
      ]),
      { ...channel('C0ARCHIVE', 'archive', 'public', [...security, bot]), archived: true },
    ],
    usergroups: [
      { id: 'S0SECURITY', handle: 'security-oncall', name: 'Security on call', users: security },
      { id: 'S0FINANCE', handle: 'payment-approvers', name: 'Payment approvers', users: idsOf('finance') },
      { id: 'S0LEGAL', handle: 'privacy', name: 'Privacy', users: idsOf('legal') },
    ],
    views: {},
    stacks: {},
    homes: {},
    triggers: {},
    responseUrls: {},
    files: {},
  };
}
