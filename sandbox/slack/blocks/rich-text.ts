import { z } from 'zod';
import { limits } from './limits.ts';

const style = z
  .strictObject({
    bold: z.boolean(),
    code: z.boolean(),
    italic: z.boolean(),
    strike: z.boolean(),
    underline: z.boolean(),
  })
  .partial()
  .optional();

const leaf = <Type extends string, Fields extends z.ZodRawShape>(type: Type, fields: Fields) =>
  z.strictObject({ type: z.literal(type), style, ...fields });

const Text = leaf('text', { text: z.string().min(1) });
const Link = leaf('link', { url: z.string().min(1), text: z.string().optional(), unsafe: z.boolean().optional() });

const Leaf = z.discriminatedUnion('type', [
  Text,
  Link,
  leaf('broadcast', { range: z.enum(['here', 'channel', 'everyone']) }),
  leaf('color', { value: z.string() }),
  leaf('channel', { channel_id: z.string() }),
  leaf('date', {
    timestamp: z.int(),
    format: z.string().min(1),
    url: z.string().optional(),
    fallback: z.string().optional(),
  }),
  leaf('emoji', { name: z.string(), unicode: z.string().optional(), url: z.string().optional() }),
  leaf('team', { team_id: z.string() }),
  leaf('user', { user_id: z.string() }),
  leaf('usergroup', { usergroup_id: z.string() }),
]);

const border = z.union([z.literal(0), z.literal(1)]).optional();
const Section = z.strictObject({ type: z.literal('rich_text_section'), elements: z.array(Leaf) });

export const RichText = z.strictObject({
  type: z.literal('rich_text'),
  block_id: z.string().max(limits.block_id).optional(),
  elements: z.array(
    z.discriminatedUnion('type', [
      Section,
      z.strictObject({
        type: z.literal('rich_text_list'),
        elements: z.array(Section),
        style: z.enum(['bullet', 'ordered']),
        indent: z.int().min(0).max(8).optional(),
        offset: z.int().min(0).optional(),
        border,
      }),
      z.strictObject({ type: z.literal('rich_text_quote'), elements: z.array(Leaf), border }),
      z.strictObject({
        type: z.literal('rich_text_preformatted'),
        elements: z.array(z.discriminatedUnion('type', [Text, Link])),
        language: z.string().optional(),
        border,
      }),
    ]),
  ),
});
