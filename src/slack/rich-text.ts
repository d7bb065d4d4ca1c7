import type { RichTextBlock, RichTextElement, RichTextList, RichTextSection } from '@slack/types';
import { foreign } from './text.ts';

/** A run of text, a moment, or a person, inside a rich_text block: never parsed for markup, so safe for anybody's words. */
export type Run = RichTextElement;

export const plain = (text: string): Run => ({ type: 'text', text });
export const bold = (text: string): Run => ({ type: 'text', text, style: { bold: true } });
export const italic = (text: string): Run => ({ type: 'text', text, style: { italic: true } });

/** A moment in the reader's own time zone; what is no moment is shown as it is. */
export const at = (iso: string, format = '{time}'): Run => {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return plain(foreign(iso, 40));
  return {
    type: 'date',
    timestamp: Math.floor(date.getTime() / 1000),
    format,
    fallback: `${date.toISOString().slice(11, 16)} UTC`,
  };
};

const MOMENT = /\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z/g;

/** A sentence in which every ISO 8601 moment in UTC is shown in the reader's own time zone. */
export function sentence(text: string): Run[] {
  const moments = [...text.matchAll(MOMENT)];
  let from = 0;
  const runs = moments.flatMap(({ 0: iso, index }) => {
    const before = text.slice(from, index);
    from = index + iso.length;
    return [...(before ? [plain(before)] : []), at(iso, '{date_short_pretty} {time}')];
  });
  const rest = text.slice(from);
  return rest || runs.length === 0 ? [...runs, plain(rest)] : runs;
}

export const mention = (userId: string): Run => ({ type: 'user', user_id: userId });

const isShown = (run: Run): boolean => run.type !== 'text' || run.text !== '';

/** Slack refuses a text without characters, and names can consist of nothing that is shown. */
export const paragraph = (...runs: Run[]): RichTextSection => {
  const shown = runs.filter(isShown);
  return { type: 'rich_text_section', elements: shown.length > 0 ? shown : [plain('–')] };
};

export const list = (style: 'bullet' | 'ordered', items: readonly Run[][]): RichTextList => ({
  type: 'rich_text_list',
  style,
  elements: items.map((runs) => paragraph(...runs)),
});

/** Lists of nothing are left out. */
export const richText = (...elements: (RichTextSection | RichTextList)[]): RichTextBlock => ({
  type: 'rich_text',
  elements: elements.filter((element) => element.elements.length > 0),
});
