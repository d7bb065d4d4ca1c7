import { z } from 'zod';
import type { StormView } from '../noise/load-storm.ts';
import { actorName } from './actor-name.ts';
import type { Drawn } from './drawn.ts';
import { NOTICE_TELLERS } from './noise-words.ts';
import { paragraph, richText, sentence } from './rich-text.ts';
import { drawStorm } from './storm-card.ts';
import { clip, escapeMrkdwn, moments } from './text.ts';

const Told = z.object({ what: z.string(), actor: z.unknown(), detail: z.record(z.string(), z.unknown()) });

/** A message that belongs to no case: one line, or the summary of a storm. Undefined when there is nothing to say. */
export function drawNotice(
  message: { kind: string; detail: unknown },
  storm: StormView | undefined,
): Drawn | undefined {
  if (message.kind === 'storm') return storm && drawStorm(storm);
  const told = Told.safeParse(message.detail);
  const words = told.data && NOTICE_TELLERS[told.data.what]?.(actorName(told.data.actor), told.data.detail);
  if (!words) return undefined;
  return { text: clip(moments(escapeMrkdwn(words)), 3000), blocks: [richText(paragraph(...sentence(words)))] };
}
