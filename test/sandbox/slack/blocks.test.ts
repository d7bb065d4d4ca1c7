import { describe, expect, test } from 'vitest';
import { checkBlocks, type Surface, surfacesOf } from '#sandbox/slack/blocks/check.ts';
import { checkView } from '#sandbox/slack/blocks/view.ts';

const text = (length: number) => 'x'.repeat(length);
const plain = (length: number) => ({ type: 'plain_text', text: text(length) });
const mrkdwn = (length: number) => ({ type: 'mrkdwn', text: text(length) });
const many = <Item>(count: number, item: (index: number) => Item) => Array.from({ length: count }, (_, at) => item(at));
const button = (fields: object = {}) => ({ type: 'button', text: plain(5), ...fields });
const option = (fields: object = {}) => ({ text: plain(5), value: 'v', ...fields });
const section = (fields: object) => ({ type: 'section', text: plain(5), ...fields });
const input = (element: object, fields: object = {}) => ({ type: 'input', label: plain(5), element, ...fields });
const menu = (fields: object) => section({ accessory: { type: 'static_select', options: [option()], ...fields } });
const raw = (length: number) => ({ type: 'raw_text', text: text(length) });
const image = (fields: object = {}) => ({ type: 'image', alt_text: 'x', image_url: 'https://x.example/i', ...fields });
const card = (fields: object = {}) => ({ type: 'card', title: mrkdwn(5), ...fields });
const feedback = (fields: object) => {
  const side = { text: plain(5), value: 'v', ...fields };
  return {
    type: 'context_actions',
    elements: [{ type: 'feedback_buttons', positive_button: side, negative_button: side }],
  };
};
const confirmed = (fields: object) =>
  section({
    accessory: button({ confirm: { title: plain(5), text: plain(5), confirm: plain(5), deny: plain(5), ...fields } }),
  });
const dataTable = (rows: number, columns: number, length = 1, fields: object = {}) => ({
  type: 'data_table',
  caption: 'c',
  rows: many(rows, () => many(columns, () => raw(length))),
  ...fields,
});

/** What is limited, the most Slack takes, and a block with so many of it. */
const bounds: [string, number, (count: number) => object, Surface?][] = [
  ['section.text', 3000, (n) => section({ text: mrkdwn(n) })],
  ['section.fields', 10, (n) => section({ fields: many(n, () => plain(5)) })],
  ['one section field', 2000, (n) => section({ fields: [plain(n)] })],
  ['block_id', 255, (n) => section({ block_id: text(n) })],
  ['action_id', 255, (n) => section({ accessory: button({ action_id: text(n) }) })],
  ['button.text', 75, (n) => section({ accessory: button({ text: plain(n) }) })],
  ['button.value', 2000, (n) => section({ accessory: button({ value: text(n) }) })],
  ['button.url', 3000, (n) => section({ accessory: button({ url: text(n) }) })],
  ['button.accessibility_label', 75, (n) => section({ accessory: button({ accessibility_label: text(n) }) })],
  ['confirmation.title', 100, (n) => confirmed({ title: plain(n) })],
  ['confirmation.text', 300, (n) => confirmed({ text: plain(n) })],
  ['confirmation.confirm', 30, (n) => confirmed({ confirm: plain(n) })],
  ['confirmation.deny', 30, (n) => confirmed({ deny: plain(n) })],
  ['option.text', 75, (n) => menu({ options: [option({ text: plain(n) })] })],
  ['option.value', 150, (n) => menu({ options: [option({ value: text(n) })] })],
  ['option.description', 75, (n) => menu({ options: [option({ description: plain(n) })] })],
  [
    'option_group.label',
    75,
    (n) => menu({ options: undefined, option_groups: [{ label: plain(n), options: [option()] }] }),
  ],
  [
    'option_group.options',
    100,
    (n) => menu({ options: undefined, option_groups: [{ label: plain(5), options: many(n, () => option()) }] }),
  ],
  ['select.placeholder', 150, (n) => menu({ placeholder: plain(n) })],
  ['select.options', 100, (n) => menu({ options: many(n, () => option()) })],
  [
    'select.option_groups',
    100,
    (n) => menu({ options: undefined, option_groups: many(n, () => ({ label: plain(5), options: [option()] })) }),
  ],
  ['overflow.options', 5, (n) => section({ accessory: { type: 'overflow', options: many(n, () => option()) } })],
  ['checkboxes.options', 10, (n) => section({ accessory: { type: 'checkboxes', options: many(n, () => option()) } })],
  [
    'radio_buttons.options',
    10,
    (n) => section({ accessory: { type: 'radio_buttons', options: many(n, () => option()) } }),
  ],
  ['file_input.max_files', 10, (n) => input({ type: 'file_input', max_files: n }), 'modal'],
  ['plain_text_input.max_length', 3000, (n) => input({ type: 'plain_text_input', max_length: n })],
  ['actions.elements', 25, (n) => ({ type: 'actions', elements: many(n, () => button()) })],
  ['alert.text', 200, (n) => ({ type: 'alert', text: plain(n) }), 'modal'],
  ['card.title', 150, (n) => card({ title: mrkdwn(n) })],
  ['card.subtitle', 150, (n) => card({ subtitle: mrkdwn(n) })],
  ['card.body', 200, (n) => card({ body: mrkdwn(n) })],
  ['card.subtext', 200, (n) => card({ subtext: mrkdwn(n) })],
  ['card.actions', 3, (n) => card({ actions: many(n, () => button()) })],
  ['carousel.elements', 10, (n) => ({ type: 'carousel', elements: many(n, () => card()) })],
  ['container.title', 150, (n) => ({ type: 'container', title: plain(n), child_blocks: [{ type: 'divider' }] })],
  ['container.subtitle', 150, (n) => ({ type: 'container', subtitle: plain(n), child_blocks: [{ type: 'divider' }] })],
  ['container.child_blocks', 10, (n) => ({ type: 'container', child_blocks: many(n, () => ({ type: 'divider' })) })],
  ['context.elements', 10, (n) => ({ type: 'context', elements: many(n, () => plain(5)) })],
  [
    'context_actions.elements',
    5,
    (n) => ({
      type: 'context_actions',
      elements: many(n, () => ({ type: 'icon_button', icon: 'trash', text: plain(5) })),
    }),
  ],
  ['feedback_button.text', 75, (n) => feedback({ text: plain(n) })],
  ['feedback_button.value', 2000, (n) => feedback({ value: text(n) })],
  ['feedback_button.accessibility_label', 75, (n) => feedback({ accessibility_label: text(n) })],
  [
    'icon_button.visible_to_user_ids',
    10,
    (n) => ({
      type: 'context_actions',
      elements: [{ type: 'icon_button', icon: 'trash', text: plain(5), visible_to_user_ids: many(n, String) }],
    }),
  ],
  ['data_table.rows', 201, (n) => dataTable(n, 1)],
  ['data_table.columns', 20, (n) => dataTable(2, n)],
  ['data_table.page_size', 100, (n) => dataTable(2, 1, 1, { page_size: n })],
  ['data_table.content', 20_000, (n) => ({ ...dataTable(2, 1), rows: [[raw(1)], [raw(n - 1)]] })],
  ['table.rows', 100, (n) => ({ type: 'table', rows: many(n, () => [raw(1)]) })],
  ['table.columns', 20, (n) => ({ type: 'table', rows: [many(n, () => raw(1))] })],
  ['header.text', 150, (n) => ({ type: 'header', text: plain(n) })],
  ['image.image_url', 3000, (n) => image({ image_url: text(n) })],
  ['image.alt_text', 2000, (n) => image({ alt_text: text(n) })],
  ['input.label', 2000, (n) => input({ type: 'plain_text_input' }, { label: plain(n) })],
  ['input.hint', 2000, (n) => input({ type: 'plain_text_input' }, { hint: plain(n) })],
  ['markdown.text', 12_000, (n) => ({ type: 'markdown', text: text(n) })],
  [
    'url_source.url',
    3000,
    (n) => ({
      type: 'task_card',
      task_id: 't',
      title: 't',
      status: 'pending',
      sources: [{ type: 'url', url: text(n), text: 'x' }],
    }),
  ],
  ['video.title', 200, (n) => ({ type: 'video', video_url: 'x', thumbnail_url: 'x', alt_text: 'x', title: plain(n) })],
];

describe('limits of blocks', () => {
  test.each(bounds)('%s takes %i and not one more', (_, most, block, surface = 'message') => {
    expect(checkBlocks([block(most)], surface)).toEqual([]);
    expect(checkBlocks([block(most + 1)], surface)).not.toEqual([]);
  });

  test('empty text is refused, with a pointer to it', () => {
    expect(checkBlocks([{ type: 'section', text: { type: 'mrkdwn', text: '' } }], 'message')).toEqual([
      expect.stringContaining('[json-pointer:/blocks/0/text/text]'),
    ]);
  });

  test('markdown is counted over all blocks of the message', () => {
    const half = { type: 'markdown', text: text(6_001) };
    expect(checkBlocks([half, half], 'message')).toHaveLength(1);
  });

  test.each([
    ['message', 50],
    ['modal', 100],
    ['home', 100],
  ] as const)('a %s takes %i blocks', (surface, most) => {
    expect(
      checkBlocks(
        many(most, () => ({ type: 'divider' })),
        surface,
      ),
    ).toEqual([]);
    expect(
      checkBlocks(
        many(most + 1, () => ({ type: 'divider' })),
        surface,
      ),
    ).toHaveLength(1);
  });
});

describe('what blocks are made of', () => {
  test.each([
    ['an unknown type', { type: 'sectoin', text: plain(5) }],
    ['an unknown field', section({ txet: 'x' })],
    ['a section with nothing in it', { type: 'section' }],
    ['a header in markup', { type: 'header', text: mrkdwn(5) }],
    ['a text input as an accessory', section({ accessory: { type: 'plain_text_input' } })],
    ['a picture from nowhere', { type: 'image', alt_text: 'x' }],
    ['a menu with no options', section({ accessory: { type: 'static_select' } })],
    ['a button in a third style', section({ accessory: button({ style: 'warning' }) })],
    ['data rows of unequal length', { ...dataTable(2, 1), rows: [[raw(1)], [raw(1), raw(1)]] }],
  ])('%s is refused', (_, block) => {
    expect(checkBlocks([block], 'message')).not.toEqual([]);
  });

  test('the same block_id twice, and the same action_id twice in a block', () => {
    expect(checkBlocks([section({ block_id: 'a' }), section({ block_id: 'a' })], 'message')).toHaveLength(1);
    const twice = { type: 'actions', elements: [button({ action_id: 'a' }), button({ action_id: 'a' })] };
    expect(checkBlocks([twice], 'message')).toHaveLength(1);
    const once = { type: 'actions', elements: [button({ action_id: 'a' })] };
    expect(checkBlocks([once, once], 'message')).toEqual([]);
  });

  test('one table a message', () => {
    const table = { type: 'table', rows: [[raw(1)]] };
    expect(checkBlocks([table], 'message')).toEqual([]);
    expect(checkBlocks([table, table], 'message')).toHaveLength(1);
  });
});

describe('surfaces', () => {
  test.each([
    ['table', 'modal'],
    ['table', 'home'],
    ['markdown', 'home'],
    ['alert', 'message'],
    ['alert', 'home'],
    ['card', 'modal'],
    ['context_actions', 'modal'],
    ['plan', 'home'],
  ] as const)('no %s on a %s', (type, surface) => {
    expect(surfacesOf[type]).not.toContain(surface);
    expect(checkBlocks([{ type }], surface)).toEqual([
      `unsupported type for a ${surface}: ${type} [json-pointer:/blocks/0/type]`,
    ]);
  });
});

describe('views', () => {
  const modal = (fields: object = {}) => ({ type: 'modal', title: plain(5), blocks: [{ type: 'divider' }], ...fields });

  test.each([
    ['title', 24, (n: number) => modal({ title: plain(n) })],
    ['submit', 24, (n: number) => modal({ submit: plain(n) })],
    ['close', 24, (n: number) => modal({ close: plain(n) })],
    ['private_metadata', 3000, (n: number) => modal({ private_metadata: text(n) })],
    ['callback_id', 255, (n: number) => modal({ callback_id: text(n) })],
    ['blocks', 100, (n: number) => modal({ blocks: many(n, () => ({ type: 'divider' })) })],
  ])('%s takes %i and not one more', (_, most, view) => {
    expect(checkView(view(most), 'modal')).toHaveProperty('view');
    expect(checkView(view(most + 1), 'modal')).toHaveProperty('problems');
  });

  test('a view above 250 kB is too large whatever is in it', () => {
    expect(checkView(modal({ private_metadata: text(250_000) }), 'modal')).toEqual({ tooLarge: true });
  });

  test('an input asks for a submit button', () => {
    const blocks = [input({ type: 'plain_text_input' })];
    expect(checkView(modal({ blocks }), 'modal')).toHaveProperty('problems');
    expect(checkView(modal({ blocks, submit: plain(5) }), 'modal')).toHaveProperty('view');
  });

  test('no blocks, no title, or the wrong kind', () => {
    expect(checkView(modal({ blocks: [] }), 'modal')).toHaveProperty('problems');
    expect(checkView(modal({ title: undefined }), 'modal')).toHaveProperty('problems');
    expect(checkView(modal(), 'home')).toHaveProperty('problems');
  });
});
