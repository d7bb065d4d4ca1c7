import { z } from 'zod';
import { Accessory, ActionElement, InputElement } from './elements.ts';
import { limits, surfaceLimits } from './limits.ts';
import { RichText } from './rich-text.ts';
import { anyText, hasOneSource, ImageElement, imageFields, mrkdwn, plainText, words } from './text.ts';

/** A block of this type with exactly these fields; Slack refuses fields it does not know. */
export const block = <Type extends string, Fields extends z.ZodRawShape>(type: Type, fields: Fields) =>
  z.strictObject({ type: z.literal(type), block_id: words(limits.block_id).optional(), ...fields });

const Section = block('section', {
  text: anyText(limits.section.text).optional(),
  fields: z.array(anyText(limits.section.fields.each)).min(1).max(limits.section.fields.max).optional(),
  accessory: Accessory.optional(),
  expand: z.boolean().optional(),
}).refine(({ text, fields }) => text !== undefined || fields !== undefined, 'needs text or fields');

const Context = block('context', {
  elements: z
    .array(z.discriminatedUnion('type', [ImageElement, plainText(), mrkdwn()]))
    .min(1)
    .max(limits.context.elements),
});

const cell = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('raw_text'), text: z.string().min(limits.data_table.cell_text.min) }),
  z.strictObject({ type: z.literal('raw_number'), value: z.number(), text: z.string().min(1) }),
  RichText,
]);

const Table = block('table', {
  rows: z.array(z.array(cell).min(1).max(surfaceLimits.table.columns)).min(1).max(surfaceLimits.table.rows),
  column_settings: z
    .array(
      z.strictObject({ align: z.enum(['left', 'center', 'right']).optional(), is_wrapped: z.boolean().optional() }),
    )
    .max(surfaceLimits.table.columns)
    .optional(),
});

/** Blocks that may stand in a `container` as well as on their own. */
export const plainBlocks = [
  Section,
  Context,
  Table,
  RichText,
  block('actions', { elements: z.array(ActionElement).min(1).max(limits.actions.elements) }),
  block('divider', {}),
  block('file', { source: z.literal('remote'), external_id: z.string() }),
  block('header', { text: plainText(limits.header.text), level: z.int().min(1).max(4).optional() }),
  block('image', { ...imageFields, title: plainText(limits.image.alt_text).optional() }).refine(
    hasOneSource,
    'needs either image_url or slack_file',
  ),
  block('input', {
    label: plainText(limits.input.label),
    hint: plainText(limits.input.hint).optional(),
    optional: z.boolean().optional(),
    element: InputElement,
    dispatch_action: z.boolean().optional(),
  }),
  block('video', {
    video_url: z.string(),
    thumbnail_url: z.string(),
    alt_text: words(limits.video.alt_text.max),
    title: plainText(limits.video.title),
    title_url: z.string().optional(),
    author_name: words(limits.video.author_name).optional(),
    provider_name: words(limits.video.provider_name).optional(),
    provider_icon_url: z.string().optional(),
    description: plainText(limits.video.description).optional(),
  }),
] as const;

type Rows = readonly (readonly z.infer<typeof cell>[])[];
const columnsAgree = (rows: Rows) => rows.every((row) => row.length === rows[0]?.length);
const lengthOf = (rows: Rows) =>
  rows
    .flat()
    .reduce((sum, part) => sum + ('text' in part ? part.text.length : JSON.stringify(part.elements).length), 0);

export const DataTable = block('data_table', {
  rows: z
    .array(z.array(cell).min(limits.data_table.columns.min).max(limits.data_table.columns.max))
    .min(limits.data_table.rows.min)
    .max(limits.data_table.rows.max),
  caption: words(limits.text.max),
  page_size: z.int().min(limits.data_table.page_size.min).max(limits.data_table.page_size.max).optional(),
  row_header_column_index: z.int().min(0).optional(),
})
  .refine(({ rows }) => columnsAgree(rows), 'needs rows of equal length')
  .refine(
    ({ rows }) => rows[0]?.every(({ type }) => type !== 'rich_text') ?? false,
    'needs a header row of plain cells',
  )
  .refine(({ rows }) => lengthOf(rows) <= limits.data_table.content, 'has too much text in its cells');
