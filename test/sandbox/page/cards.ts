import type { KnownBlock, PlainTextElement } from '@slack/types';

/** 22 November 2026, 08:14 UTC: 09:14 in Amsterdam. */
export const opened = 1_795_335_240;

const plain = (text: string): PlainTextElement => ({ type: 'plain_text', text });
const section = (text: string): KnownBlock => ({ type: 'section', text: { type: 'mrkdwn', text } });
const context = (text: string): KnownBlock => ({ type: 'context', elements: [{ type: 'mrkdwn', text }] });
const at = (minutes: number) => `<!date^${opened + minutes * 60}^{time}|${minutes} min>`;

/** The case card of the voice guide. */
export function caseCard(taken: boolean): KnownBlock[] {
  const state = taken ? 'Noor took it' : 'nobody has taken it yet';
  return [
    { type: 'header', text: plain('Mara Ito · Salesforce · 41,250 contacts read through an app first seen today') },
    context(`*CASE-42* · critical · score 87 · opened ${at(0)} · ${state}`),
    section(
      `*What happened*\n${at(-23)} New factor enrolled in Okta (SMS), from Rotterdam, network never seen for her (37 active days known)\n` +
        `${at(-12)} "My Ticket Portal" authorised; no administrator installed it\n` +
        `${at(-8)}–${at(0)} 41,250 Contact rows by bulk query. Usual day 120; highest in 90 days 2,300`,
    ),
    section(
      `*What we could not see*\nReport exports: Event Monitoring is not licensed. Bulk row counts arrive up to 6 h later; checked again at ${at(356)}`,
    ),
    section(
      '*Proposed, in this order*\n1. Freeze her Salesforce user · security, 1 yes · can be undone\n' +
        '2. Revoke 2 grants of My Ticket Portal · security, 1 yes · she would have to authorise it again\n' +
        '3. End 3 Salesforce and 1 Okta sessions · security, 1 yes · she signs in again',
    ),
    {
      type: 'actions',
      block_id: 'steps',
      elements: [
        ...(taken
          ? []
          : [{ type: 'button' as const, action_id: 'take', text: plain('Take the case'), style: 'primary' as const }]),
        { type: 'button', action_id: 'freeze', text: plain('Freeze Mara Ito…') },
        {
          type: 'button',
          action_id: 'revoke',
          text: plain('Revoke 2 grants…'),
          style: 'danger',
          confirm: {
            title: plain('Revoke 2 grants of My Ticket Portal?'),
            text: { type: 'mrkdwn', text: 'She would have to authorise it *again*.' },
            confirm: plain('Revoke 2 grants'),
            deny: plain('Keep them'),
            style: 'danger',
          },
        },
        {
          type: 'overflow',
          action_id: 'more',
          options: [
            { text: plain('Show the evidence'), value: 'evidence' },
            { text: plain('Not an incident'), value: 'dismiss', description: plain('Asks for a reason') },
          ],
        },
      ],
    },
    context(
      `Joined because: same person, 11 min apart, factor enrolled → new app → bulk read · plan \`7F3A\` · updated ${at(2)} · nothing happens without a yes`,
    ),
  ];
}

export const financeQuestion: KnownBlock[] = [
  { type: 'header', text: plain('Did you agree to new bank details for Brightwater Supplies?') },
  section(
    `A payment of *€ 48,200.00* to them is due today at ${at(406)}. Their bank account was changed <!date^${opened - 52_320}^{date_short_pretty} at {time}|yesterday> by an API client first seen yesterday.`,
  ),
  section(`The payment is *held*. It stays held if nobody answers; at ${at(346)} we also ask your deputy.`),
  section(
    'To release it, two of you must confirm, and one must have called Brightwater on the number we held *before* the change: +31 •• ••• ••41.',
  ),
  {
    type: 'actions',
    block_id: 'answer',
    elements: [
      { type: 'button', action_id: 'keep-held', text: plain('Keep it held'), style: 'primary' },
      { type: 'button', action_id: 'called', text: plain('I called them…') },
      { type: 'button', action_id: 'not-mine', text: plain('This is not mine to decide') },
    ],
  },
  context('CASE-43 · plan `B210` · you see this because you approve supplier payments'),
];

export const freezeModal = {
  type: 'modal',
  callback_id: 'freeze',
  title: plain('Freeze Mara Ito'),
  submit: plain('Freeze'),
  close: plain('Cancel'),
  blocks: [
    section(
      '*Freeze Mara Ito in Salesforce?*\nShe cannot sign in until somebody unfreezes her. Her sessions and app grants stay alive until steps 2 and 3.',
    ),
    { type: 'alert', level: 'warning', text: plain('One scheduled report runs as her (Mondays 07:00) and will fail.') },
    section('*Undo:* Unfreeze, any time, by security.'),
    {
      type: 'input',
      block_id: 'reason',
      label: plain('Why'),
      hint: plain('Goes into the record.'),
      element: { type: 'plain_text_input', action_id: 'text', multiline: true, max_length: 500 },
    },
    {
      type: 'input',
      block_id: 'lease',
      label: plain('For how long'),
      element: {
        type: 'radio_buttons',
        action_id: 'hours',
        options: [
          { text: plain('4 hours'), value: '4', description: plain('Then somebody must renew it') },
          { text: plain('24 hours'), value: '24' },
        ],
        initial_option: { text: plain('4 hours'), value: '4', description: plain('Then somebody must renew it') },
      },
    },
    {
      type: 'actions',
      block_id: 'further',
      elements: [{ type: 'button', action_id: 'explain', text: plain('What else depends on her') }],
    },
  ] satisfies KnownBlock[],
};

export const loadingModal = {
  type: 'modal',
  title: plain('One moment'),
  blocks: [section('Asking Salesforce what depends on her.')],
};

export const dependsModal = {
  type: 'modal',
  callback_id: 'depends',
  title: plain('What depends on her'),
  blocks: [section('One scheduled report, Mondays 07:00. No integration runs as her.')],
};

export const homePage = {
  type: 'home',
  blocks: [
    { type: 'header', text: plain('Waiting for you') },
    {
      type: 'section',
      text: { type: 'mrkdwn', text: '*Mara Ito · Salesforce*\nFreeze her user · CASE-42 · critical' },
      accessory: { type: 'button', action_id: 'open-case', text: plain('Open') },
    },
    { type: 'divider' },
    { type: 'header', text: plain('Team cases') },
    context('2 open · 1 contained · none overdue'),
  ] satisfies KnownBlock[],
};
