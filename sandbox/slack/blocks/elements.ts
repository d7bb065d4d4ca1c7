import { z } from 'zod';
import { limits } from './limits.ts';
import { RichText } from './rich-text.ts';
import { AnyOption, Confirm, ImageElement, OptionGroup, PlainOption, plainText, Style, words } from './text.ts';

const ids = z.array(z.string()).optional();
const placeholder = plainText(limits.select.placeholder).optional();
const focus = { focus_on_load: z.boolean().optional() };
const dispatch_action_config = z
  .strictObject({ trigger_actions_on: z.array(z.enum(['on_enter_pressed', 'on_character_entered'])) })
  .optional();

const element = <Type extends string, Fields extends z.ZodRawShape>(type: Type, fields: Fields) =>
  z.strictObject({ type: z.literal(type), action_id: words(limits.action_id).optional(), ...fields });

const confirmed = <Type extends string, Fields extends z.ZodRawShape>(type: Type, fields: Fields) =>
  element(type, { confirm: Confirm.optional(), ...fields });

const hasOptions = (menu: { options?: unknown; option_groups?: unknown }) =>
  (menu.options === undefined) !== (menu.option_groups === undefined);

const menu = { placeholder, ...focus };
const many = { ...menu, max_selected_items: z.int().min(1).optional() };
const choices = {
  options: z.array(PlainOption).min(1).max(limits.select.options).optional(),
  option_groups: z.array(OptionGroup).min(1).max(limits.select.option_groups).optional(),
};
const conversations = {
  default_to_current_conversation: z.boolean().optional(),
  filter: z
    .strictObject({
      include: z.array(z.enum(['im', 'mpim', 'private', 'public'])).min(1),
      exclude_external_shared_channels: z.boolean(),
      exclude_bot_users: z.boolean(),
    })
    .partial()
    .optional(),
};
const answers = { response_url_enabled: z.boolean().optional() };

export const Button = confirmed('button', {
  text: plainText(limits.button.text),
  value: words(limits.button.value).optional(),
  url: words(limits.button.url).optional(),
  style: Style.optional(),
  accessibility_label: words(limits.button.accessibility_label).optional(),
});

const singleMenus = [
  confirmed('static_select', { ...menu, ...choices, initial_option: PlainOption.optional() }).refine(
    hasOptions,
    'needs either options or option_groups',
  ),
  confirmed('external_select', {
    ...menu,
    initial_option: PlainOption.optional(),
    min_query_length: z.int().optional(),
  }),
  confirmed('users_select', { ...menu, initial_user: z.string().optional() }),
  confirmed('conversations_select', {
    ...menu,
    ...conversations,
    ...answers,
    initial_conversation: z.string().optional(),
  }),
  confirmed('channels_select', { ...menu, ...answers, initial_channel: z.string().optional() }),
] as const;

const multiMenus = [
  confirmed('multi_static_select', { ...many, ...choices, initial_options: z.array(PlainOption).optional() }).refine(
    hasOptions,
    'needs either options or option_groups',
  ),
  confirmed('multi_external_select', {
    ...many,
    initial_options: z.array(PlainOption).optional(),
    min_query_length: z.int().optional(),
  }),
  confirmed('multi_users_select', { ...many, initial_users: ids }),
  confirmed('multi_conversations_select', { ...many, ...conversations, initial_conversations: ids }),
  confirmed('multi_channels_select', { ...many, initial_channels: ids }),
] as const;

const ticks = [
  confirmed('checkboxes', {
    options: z.array(AnyOption).min(limits.checkboxes.options.min).max(limits.checkboxes.options.max),
    initial_options: z.array(AnyOption).min(1).optional(),
    ...focus,
  }),
  confirmed('radio_buttons', {
    options: z.array(AnyOption).min(limits.radio_buttons.options.min).max(limits.radio_buttons.options.max),
    initial_option: AnyOption.optional(),
    ...focus,
  }),
] as const;

const date = z.string().regex(/^\d{4}-\d\d-\d\d$/);
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const Datepicker = confirmed('datepicker', { placeholder, initial_date: date.optional(), ...focus });
const Timepicker = confirmed('timepicker', {
  placeholder,
  initial_time: time.optional(),
  timezone: z.string().optional(),
  ...focus,
});
const Datetimepicker = confirmed('datetimepicker', { initial_date_time: z.int().optional(), ...focus });
const Overflow = confirmed('overflow', {
  options: z.array(PlainOption).min(limits.overflow.options.min).max(limits.overflow.options.max),
});
const WorkflowButton = confirmed('workflow_button', {
  text: plainText(limits.button.text),
  workflow: z.looseObject({ trigger: z.looseObject({ url: z.string() }) }),
  style: Style.optional(),
  accessibility_label: words(limits.button.accessibility_label).optional(),
});

const typed = { placeholder, dispatch_action_config, ...focus };
const RichTextInput = element('rich_text_input', {
  ...typed,
  initial_value: RichText.optional(),
  min_lines: z.int().optional(),
  max_lines: z.int().optional(),
});
const inputs = [
  element('plain_text_input', {
    ...typed,
    initial_value: z.string().optional(),
    multiline: z.boolean().optional(),
    min_length: z.int().min(0).max(limits.plain_text_input.max_length).optional(),
    max_length: z.int().min(1).max(limits.plain_text_input.max_length).optional(),
  }),
  element('email_text_input', { ...typed, initial_value: z.string().optional() }),
  element('url_text_input', { ...typed, initial_value: z.string().optional() }),
  element('number_input', {
    ...typed,
    is_decimal_allowed: z.boolean(),
    initial_value: z.string().optional(),
    min_value: z.string().optional(),
    max_value: z.string().optional(),
  }),
  RichTextInput,
  element('file_input', {
    filetypes: z.array(z.string()).optional(),
    max_files: z.int().min(limits.file_input.max_files.min).max(limits.file_input.max_files.max).optional(),
  }),
] as const;

/** What may stand in a section's accessory, in an actions block and in an input block. */
export const Accessory = z.discriminatedUnion('type', [
  ImageElement,
  Button,
  Overflow,
  Datepicker,
  Timepicker,
  WorkflowButton,
  ...singleMenus,
  ...multiMenus,
  ...ticks,
]);
export const ActionElement = z.discriminatedUnion('type', [
  Button,
  Overflow,
  Datepicker,
  Timepicker,
  Datetimepicker,
  WorkflowButton,
  RichTextInput,
  ...singleMenus,
  ...multiMenus,
  ...ticks,
]);
export const InputElement = z.discriminatedUnion('type', [
  Datepicker,
  Timepicker,
  Datetimepicker,
  ...singleMenus,
  ...multiMenus,
  ...ticks,
  ...inputs,
]);

const feedback = z.strictObject({
  text: plainText(limits.feedback_button.text),
  value: words(limits.feedback_button.value),
  accessibility_label: words(limits.feedback_button.accessibility_label).optional(),
});

export const ContextAction = z.discriminatedUnion('type', [
  element('feedback_buttons', { positive_button: feedback, negative_button: feedback }),
  confirmed('icon_button', {
    icon: z.literal('trash'),
    text: plainText(limits.button.text),
    value: words(limits.button.value).optional(),
    accessibility_label: words(limits.button.accessibility_label).optional(),
    visible_to_user_ids: z.array(z.string()).max(limits.icon_button.visible_to_user_ids).optional(),
  }),
]);
