import type { KnownBlock, PlainTextElement } from '@slack/types';
import { opened } from './cards.ts';

const plain = (text: string): PlainTextElement => ({ type: 'plain_text', text });
const options = [
  { text: plain('Customer migration'), value: 'migration', description: plain('Ticket 8812') },
  { text: plain('Not ours'), value: 'not-ours' },
];

/** One of every block and element a message may carry and the page draws. */
export const gallery: KnownBlock[] = [
  { type: 'header', text: plain('Every block :eyes:') },
  {
    type: 'section',
    text: {
      type: 'mrkdwn',
      text:
        '*bold* _italic_ ~strike~ `code` snake_case_name 2*3*4 <https://example.com/a?b=1&amp;c=2|a link> <@U0DEMO0001> <#C0TRIAGE> ' +
        `<!date^${opened}^{date_short} at {time}|soon> &lt;b&gt; &amp; <!subteam^S0SECURITY|@security-oncall>\n` +
        '• first\n• second\n1. one\n> quoted *text*\n```pre  <b>formatted</b>\n  twice```\nafter',
    },
    accessory: { type: 'button', action_id: 'choose', text: plain('Open'), url: 'https://example.com/case' },
  },
  {
    type: 'section',
    fields: [
      { type: 'mrkdwn', text: '*Usual*\n120 a day' },
      { type: 'plain_text', text: 'Today *41,250*' },
    ],
  },
  {
    type: 'context',
    elements: [
      { type: 'mrkdwn', text: 'a *context*' },
      { type: 'plain_text', text: 'in two parts' },
    ],
  },
  { type: 'divider' },
  {
    type: 'actions',
    block_id: 'all-elements',
    elements: [
      { type: 'static_select', action_id: 'choose-one', placeholder: plain('Choose a reason'), options },
      {
        type: 'static_select',
        action_id: 'choose-grouped',
        placeholder: plain('Grouped'),
        option_groups: [{ label: plain('Reasons'), options }],
      },
      { type: 'users_select', action_id: 'choose-user', placeholder: plain('Choose a person') },
      { type: 'datepicker', action_id: 'choose-date', initial_date: '2026-11-24' },
      { type: 'timepicker', action_id: 'choose-time', initial_time: '09:20' },
      { type: 'datetimepicker', action_id: 'choose-moment', initial_date_time: opened },
      { type: 'overflow', action_id: 'choose-more', options },
      { type: 'button', action_id: 'slow', text: plain('Slow') },
    ],
  },
  {
    type: 'actions',
    block_id: 'ticks',
    elements: [
      { type: 'checkboxes', action_id: 'choose-ticks', options, initial_options: options.slice(1) },
      { type: 'radio_buttons', action_id: 'choose-radio', options },
      {
        type: 'multi_users_select',
        action_id: 'choose-users',
        placeholder: plain('People'),
        initial_users: ['U0DEMO0002'],
      },
    ],
  },
  {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: 'rich ' },
          { type: 'text', text: 'bold', style: { bold: true } },
          { type: 'text', text: ' and ' },
          { type: 'text', text: 'code', style: { code: true } },
          { type: 'link', url: 'https://example.com', text: ' link' },
          { type: 'user', user_id: 'U0DEMO0002' },
          { type: 'emoji', name: 'warning', unicode: '26a0-fe0f' },
          { type: 'date', timestamp: opened, format: '{time}', fallback: '09:14' },
        ],
      },
      {
        type: 'rich_text_list',
        style: 'ordered',
        elements: [
          { type: 'rich_text_section', elements: [{ type: 'text', text: 'first' }] },
          { type: 'rich_text_section', elements: [{ type: 'text', text: 'second' }] },
        ],
      },
      {
        type: 'rich_text_list',
        style: 'bullet',
        indent: 1,
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'inner' }] }],
      },
      { type: 'rich_text_quote', elements: [{ type: 'text', text: 'a quote' }] },
      { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'SELECT Id\n  FROM Contact' }] },
    ],
  },
  {
    type: 'table',
    column_settings: [{ align: 'left' }, { align: 'right' }],
    rows: [
      [
        { type: 'raw_text', text: 'Object' },
        { type: 'raw_text', text: 'Rows' },
      ],
      [
        { type: 'raw_text', text: 'Contact' },
        { type: 'raw_text', text: '41,250' },
      ],
      [
        { type: 'raw_text', text: 'Account' },
        { type: 'raw_text', text: '812' },
      ],
    ],
  },
  {
    type: 'markdown',
    text: '## Analyst notes\n\nShe is **on leave**; see [ticket](https://example.com/8812).\n\n- one\n- two',
  },
  {
    type: 'image',
    image_url: 'https://example.com/chart.png',
    alt_text: 'Rows a day over 90 days',
    title: plain('Rows a day'),
  },
];

export const hostile = {
  markup: '<img src=x onerror="window.injected = 1"><script>window.injected = 1</script>',
  broadcast: 'Hello <!channel> and <!here>',
  turned: 'invoice\u202efdp.exe is here',
  long: 'x'.repeat(3_000),
  badLink: '<javascript:alert(1)|click me>',
};

/** What an attacker may manage to write into a card. */
export const hostileBlocks: KnownBlock[] = [
  ...Object.values(hostile).map((text): KnownBlock => ({ type: 'section', text: { type: 'mrkdwn', text } })),
  { type: 'section', text: { type: 'plain_text', text: hostile.markup } },
  {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_section',
        elements: [{ type: 'text', text: `${hostile.markup} ${hostile.turned} ${hostile.long}` }],
      },
    ],
  },
  {
    type: 'actions',
    elements: [{ type: 'button', action_id: 'choose', text: plain(`${hostile.markup.slice(0, 40)}${'w'.repeat(30)}`) }],
  },
];

export const unknownBlocks = [
  { type: 'hologram', block_id: 'u1', text: 'from the future' },
  { type: 'actions', block_id: 'u2', elements: [{ type: 'file_input', action_id: 'file' }] },
];
