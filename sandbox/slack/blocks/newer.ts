import { z } from 'zod';
import { Button, ContextAction } from './elements.ts';
import { block, DataTable, plainBlocks } from './layout.ts';
import { limits } from './limits.ts';
import { RichText } from './rich-text.ts';
import { anyText, ImageElement, mrkdwn, plainText, words } from './text.ts';

const Card = block('card', {
  hero_image: ImageElement.optional(),
  icon: ImageElement.optional(),
  title: mrkdwn(limits.card.title).optional(),
  subtitle: mrkdwn(limits.card.subtitle).optional(),
  body: mrkdwn(limits.card.body).optional(),
  subtext: mrkdwn(limits.card.subtext).optional(),
  actions: z.array(Button).max(limits.card.actions).optional(),
});

const TaskCard = block('task_card', {
  task_id: z.string().min(1),
  title: z.string().min(1),
  details: RichText.optional(),
  output: RichText.optional(),
  sources: z
    .array(z.strictObject({ type: z.literal('url'), url: words(limits.url_source.url.max), text: z.string() }))
    .optional(),
  status: z.enum(['pending', 'in_progress', 'complete', 'error']),
});

/** Every block the stand-in knows. `data_visualization` is not among them: nothing here draws it, so it is refused like a typo. */
export const Block = z.discriminatedUnion('type', [
  ...plainBlocks,
  DataTable,
  Card,
  TaskCard,
  block('carousel', {
    elements: z.array(Card).min(limits.carousel.elements.min).max(limits.carousel.elements.max),
  }),
  block('container', {
    title: plainText(limits.container.title).optional(),
    rich_text_title: RichText.optional(),
    subtitle: anyText(limits.container.subtitle).optional(),
    child_blocks: z.array(z.discriminatedUnion('type', plainBlocks)).min(1).max(limits.container.child_blocks),
    width: z.enum(['narrow', 'standard', 'wide', 'full']).optional(),
    icon: ImageElement.optional(),
    is_collapsible: z.boolean().optional(),
    default_collapsed: z.boolean().optional(),
    has_header_divider: z.boolean().optional(),
  }),
  block('context_actions', { elements: z.array(ContextAction).min(1).max(limits.context_actions.elements) }),
  block('plan', { title: z.string().min(1), tasks: z.array(TaskCard).optional() }),
  block('alert', {
    text: anyText(limits.alert.text),
    level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
  }),
  block('markdown', { text: words(limits.markdown.text.max) }),
]);

export type BlockType = z.infer<typeof Block>['type'];
