import { setTimeout as delay } from 'node:timers/promises';
import type { KnownBlock } from '@slack/types';
import type { PageActed, PageMessage, PageState, PageView } from '#sandbox/slack/page-state.ts';

/** Plays people on the page's own interface: sees what they see, presses what they would press. */
export interface Player {
  /** Presses the button that begins with the label on a message of this run, in a channel or in the direct message from Cordon. */
  press(who: string, where: string, label: string): Promise<void>;
  /** Chooses from a message's menu. */
  choose(who: string, where: string, option: string): Promise<void>;
  /** Fills in the open modal and submits it; what comes back must not be a refusal. */
  submit(who: string, values: Record<string, string>): Promise<void>;
  /** Waits until a message of this run says this. */
  reads(who: string, where: string, words: string): Promise<void>;
}

const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 150;
const WINDOW_MS = 4_000;
const PRESSES = 3;

interface PlayerSettings {
  sandboxUrl: string;
  /** Only messages after this Slack timestamp belong to this run. */
  since: string;
}

export function createPlayer({ sandboxUrl, since }: PlayerSettings): Player {
  const look = (who: string) => get<PageState>(`${sandboxUrl}/_control/state?as=${who}`);
  const act = (body: Record<string, unknown>) => post(`${sandboxUrl}/_control/act`, body);
  const messagesIn = async (who: string, where: string) => {
    const state = await look(who);
    const channel = state.channels.find(({ name }) => name === where);
    return (channel?.messages ?? []).flatMap((message) =>
      message.ts > since && message.isBot ? [{ ...message, channel: channel?.id ?? '' }] : [],
    );
  };

  async function findElement(who: string, where: string, label: string) {
    return until(`${who} sees "${label}" in ${where}`, async () => {
      for (const message of (await messagesIn(who, where)).reverse()) {
        const element = elementsOf(message.blocks).find(({ words }) => words.startsWith(label));
        if (element) return { message, element };
      }
      return undefined;
    });
  }

  /** Presses once, and once more when a busy machine was too slow for the window a "…" promises, as a person would. */
  async function press(who: string, where: string, label: string): Promise<void> {
    for (let tried = 1; tried <= PRESSES; tried += 1) {
      const { message, element } = await findElement(who, where, label);
      const { action_id, value, words } = element;
      const chosen = value === undefined ? {} : { value };
      await act({ as: who, act: 'click', channel: message.channel, ts: message.ts, action_id, ...chosen });
      if (!words.endsWith('…') || (await opens(who))) return;
    }
    throw new Error(`${who} pressed "${label}" and no window opened. Last answer: ${await lastWhisper(who, where)}`);
  }

  async function opens(who: string): Promise<boolean> {
    const deadline = Date.now() + WINDOW_MS;
    while (Date.now() < deadline) {
      if ((await look(who)).modals.length > 0) return true;
      await delay(LOOK_EVERY_MS);
    }
    return false;
  }

  const lastWhisper = async (who: string, where: string) =>
    (await messagesIn(who, where)).findLast(({ ephemeral }) => ephemeral)?.text ?? 'none';

  return {
    press,
    choose: press,
    async submit(who, values) {
      const modal = await until(`${who} has a window to fill in`, async () => (await look(who)).modals.at(-1));
      const answers: Record<string, Record<string, string>> = {};
      for (const [block, value] of Object.entries(values)) answers[block] = { [block]: optionValue(modal, value) };
      expectDone(await act({ as: who, act: 'submit', view_id: modal.id, values: answers }), `${who} submitting`);
      const answer = await until(`${who} is answered`, async () => (await look(who)).modals.at(-1));
      const title = answer.title?.text ?? '';
      await act({ as: who, act: 'close', view_id: answer.id });
      if (title === 'Not done') throw new Error(`${who} was refused: ${JSON.stringify(answer.blocks)}`);
    },
    async reads(who, where, words) {
      await until(`${who} reads "${words}" in ${where}`, async () =>
        (await messagesIn(who, where)).find((message) => textOf(message).includes(words)),
      );
    },
  };
}

interface Pressable {
  words: string;
  action_id: string;
  value?: string;
}

/** Every button, and every entry of a menu, with what it says. */
function elementsOf(blocks: readonly KnownBlock[]): Pressable[] {
  return blocks.flatMap((block) => {
    if (block.type !== 'actions') return [];
    return block.elements.flatMap((element): Pressable[] => {
      if (element.type === 'button') return [{ words: element.text.text, action_id: element.action_id ?? '' }];
      if (element.type !== 'overflow') return [];
      return element.options.map(({ text, value }) => ({
        words: text.text,
        action_id: element.action_id ?? '',
        value: value ?? '',
      }));
    });
  });
}

const textOf = (message: PageMessage): string => `${message.text} ${JSON.stringify(message.blocks)}`;

/** A choice is named by its words; anything else is meant literally. */
function optionValue(modal: PageView, value: string): string {
  for (const block of modal.blocks) {
    if (block.type !== 'input' || block.element.type !== 'radio_buttons') continue;
    const option = block.element.options.find(({ text }) => text.text === value);
    if (option?.value) return option.value;
  }
  return value;
}

async function until<Found>(what: string, find: () => Promise<Found | undefined>): Promise<Found> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const found = await find();
    if (found !== undefined) return found;
    await delay(LOOK_EVERY_MS);
  }
  throw new Error(`Waited ${PATIENCE_MS / 1000} s in vain until ${what}.`);
}

function expectDone(acted: PageActed, what: string): void {
  if (!acted.ok) throw new Error(`${what} failed: ${acted.refused ?? `HTTP ${acted.status}`}`);
}

async function get<Shape>(url: string): Promise<Shape> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return (await response.json()) as Shape;
}

async function post(url: string, body: unknown): Promise<PageActed> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as PageActed;
}
