import type { KnownBlock, PlainTextElement } from '@slack/types';
import type { Colleague } from '#sandbox/company.ts';
import type { PanelRow } from '#sandbox/twin.ts';

/** Somebody the page can be looked at as. `slackId` is what blocks name in mentions. */
export interface PagePerson {
  key: string;
  name: string;
  role: Colleague['role'];
  title: string;
  slackId: string;
}

/** A message as one person sees it. */
export interface PageMessage {
  ts: string;
  /** The parent's `ts` for a reply; null for a message in the channel itself. A parent has null here and `replies` above 0. */
  threadTs: string | null;
  /** Slack id of the author; the bot's user id for the bot. */
  user: string;
  userName: string;
  isBot: boolean;
  text: string;
  blocks: KnownBlock[];
  /** What menus and pickers in it hold, as Slack's state objects, by block_id and action_id. */
  values: Record<string, Record<string, Record<string, unknown>>>;
  edited: boolean;
  /** True when only this person sees it. */
  ephemeral: boolean;
  replies: number;
  /** The element whose click the app did not answer in time or refused. */
  warning?: { actionId: string };
}

export interface PageChannel {
  id: string;
  /** Without `#`; for a direct message the other one's name. */
  name: string;
  kind: 'private' | 'public' | 'shared' | 'dm';
  archived: boolean;
  /** Messages by others since this person last wrote or the page last sent `read` for it. */
  unread: number;
  /** Oldest first; replies are in the same list. */
  messages: PageMessage[];
}

/** An open modal or a published App Home, as the app last sent it. */
export interface PageView {
  id: string;
  type: 'modal' | 'home';
  /** Modals only; null on App Home. */
  title: PlainTextElement | null;
  submit: PlainTextElement | null;
  close: PlainTextElement | null;
  callbackId: string;
  hash: string;
  blocks: KnownBlock[];
  /** What every element holds, as Slack's state objects, by block_id and action_id: first values, then what was chosen or submitted. */
  values: Record<string, Record<string, Record<string, unknown>>>;
  /** Messages under inputs, by block_id, from the app's `response_action: errors`; empty when there are none. */
  errors: Record<string, string>;
  /** The last submit or click here was not answered in time. */
  warning?: { actionId: string | null };
}

export interface PageVendor {
  id: string;
  name: string;
  rows: PanelRow[];
}

export interface PageScenario {
  id: string;
  title: string;
  says: string;
}

/** `GET /_control/state?as=KEY`: everything one person sees. */
export interface PageState {
  me: PagePerson;
  people: PagePerson[];
  channels: PageChannel[];
  /** What the app published on this person's App Home; null until it has. */
  home: PageView | null;
  /** This person's stack of modals; the last one is on top. */
  modals: PageView[];
  vendors: PageVendor[];
  scenarios: PageScenario[];
  /** The sandbox's own time, ISO 8601. */
  now: string;
}

/** What a person does. `as` is a person's key, ids are Slack's. */
export type PageAct = { as: string } & (
  | {
      act: 'click';
      channel: string;
      ts: string;
      action_id: string;
      block_id?: string;
      /** For selects, pickers and checkboxes: the new value; buttons need none. */
      value?: PageValue;
    }
  | { act: 'click'; view_id: string; action_id: string; block_id?: string; value?: PageValue }
  | { act: 'submit'; view_id: string; values: PageValues }
  | { act: 'close'; view_id: string }
  | { act: 'open-home' }
  | { act: 'command'; channel: string; command: string; text: string }
  | { act: 'shortcut'; callback_id: string; channel: string; ts: string }
  | { act: 'message'; channel: string; text: string; thread_ts?: string }
  | { act: 'read'; channel: string }
);

/**
 * The new value of one element: a string (plain text, date `YYYY-MM-DD`, time `HH:mm`, an option's `value`, a user or channel id), seconds
 * (datetimepicker), a list of options' values or ids (checkboxes, multi selects), or null for nothing. Slack's own state object
 * (`{ type, value }`, `{ type, selected_option }` …) is understood as well.
 */
export type PageValue = string | number | string[] | Record<string, unknown> | null;

/** `values[block_id][action_id]`. An element left out of it keeps what it holds: its first value, or what was submitted before. */
export type PageValues = Record<string, Record<string, PageValue>>;

/** What the app answered to an act. `ok` false: not in time, or not HTTP 2xx. `answer` is its body, JSON when it was JSON. */
export interface PageActed {
  ok: boolean;
  /** HTTP status; 0 when nothing came, or nothing had to be sent. */
  status: number;
  ms: number;
  answer: unknown;
  /** Why nothing was sent, in words: not in this channel, an input is required, no such element. */
  refused?: string;
}
