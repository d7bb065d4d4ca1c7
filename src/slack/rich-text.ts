import type { RichTextBlock, RichTextElement, RichTextList, RichTextSection } from '@slack/types';

/** A run of text, a moment, or a person, inside a rich_text block: never parsed for markup, so safe for anybody's words. */
export type Run = RichTextElement;

export const plain = (text: string): Run => ({ type: 'text', text });
export const bold = (text: string): Run => ({ type: 'text', text, style: { bold: true } });
export const italic = (text: string): Run => ({ type: 'text', text, style: { italic: true } });

/** A moment in the reader's own time zone. */
export const at = (iso: string, format = '{time}'): Run => {
  const date = new Date(iso);
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

export const paragraph = (...runs: Run[]): RichTextSection => ({ type: 'rich_text_section', elements: runs });

export const list = (style: 'bullet' | 'ordered', items: readonly Run[][]): RichTextList => ({
  type: 'rich_text_list',
  style,
  elements: items.map((runs) => paragraph(...runs)),
});

export const richText = (...elements: (RichTextSection | RichTextList)[]): RichTextBlock => ({
  type: 'rich_text',
  elements,
});
