import { z } from 'zod';
import { limits } from './limits.ts';

/** A text of at most `max` UTF-16 units. Slack counts code points, so this errs on the strict side. */
export const words = (max: number) => z.string().min(1).max(max);

export const plainText = (max: number = limits.text.max) =>
  z.strictObject({ type: z.literal('plain_text'), text: words(max), emoji: z.boolean().optional() });

export const mrkdwn = (max: number = limits.text.max) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: words(max), verbatim: z.boolean().optional() });

export const anyText = (max: number = limits.text.max) => z.discriminatedUnion('type', [plainText(max), mrkdwn(max)]);

export const Style = z.enum(['primary', 'danger']);

export const Confirm = z.strictObject({
  title: plainText(limits.confirmation.title).optional(),
  text: anyText(limits.confirmation.text),
  confirm: plainText(limits.confirmation.confirm).optional(),
  deny: plainText(limits.confirmation.deny).optional(),
  style: Style.optional(),
});

const optionOf = <Text extends z.ZodType>(text: Text) =>
  z.strictObject({
    text,
    value: words(limits.option.value),
    description: plainText(limits.option.description).optional(),
    url: words(limits.option.url).optional(),
  });

export const PlainOption = optionOf(plainText(limits.option.text));
export const AnyOption = optionOf(anyText(limits.option.text));

export const OptionGroup = z.strictObject({
  label: plainText(limits.option_group.label),
  options: z.array(PlainOption).min(limits.option_group.options.min).max(limits.option_group.options.max),
});

const SlackFile = z.union([z.strictObject({ url: z.string() }), z.strictObject({ id: z.string() })]);

/** Where a picture comes from: exactly one of the two. */
export const imageFields = {
  alt_text: words(limits.image.alt_text),
  image_url: words(limits.image.image_url).optional(),
  slack_file: SlackFile.optional(),
};

export const hasOneSource = (image: { image_url?: unknown; slack_file?: unknown }) =>
  (image.image_url === undefined) !== (image.slack_file === undefined);

export const ImageElement = z
  .strictObject({ type: z.literal('image'), ...imageFields })
  .refine(hasOneSource, 'needs either image_url or slack_file');
