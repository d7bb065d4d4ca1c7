import { z } from 'zod';
import { defineQuery } from '../../define.ts';
import { NO_BEFORE_IMAGES, NO_PEOPLE_API } from '../blind-spots.ts';
import { type Change, type ChangeFeed, changesSince } from '../change-feed.ts';
import type { QuickbooksClient } from '../client.ts';
import { DAY_MS, moment } from '../window.ts';
import { counted } from '../words.ts';

const Input = z.object({ since: moment, until: moment });
type Input = z.infer<typeof Input>;

const Data = z.object({
  changes: z.array(
    z.object({
      entity: z.string(),
      id: z.string(),
      name: z.string().nullable(),
      when: z.string(),
      deleted: z.boolean(),
    }),
  ),
  /** The answer was full, and asking in parts did not bring all of it. */
  saturated: z.boolean(),
});
type Data = z.infer<typeof Data>;

const ENTITIES = [
  'BillPayment',
  'Bill',
  'Vendor',
  'VendorCredit',
  'Transfer',
  'JournalEntry',
  'Purchase',
  'Account',
  'Preferences',
  'CompanyInfo',
];
const FEED_DAYS = 30;
const MAX_EVENTS = 20;
/** What is rare and matters most when something is wrong; of everything else the count has to do. */
const TOLD = new Set(['Vendor', 'Account', 'Preferences', 'CompanyInfo']);

/** Which records changed or disappeared in a window. Only the newest change of each is known. */
export const changes = defineQuery<QuickbooksClient, Input, Data>({
  id: 'quickbooks.changes',
  question: 'Which records in QuickBooks were changed or deleted?',
  input: Input,
  data: Data,
  async run(client, { since, until }, call) {
    const earliest = client.clock.now().getTime() - FEED_DAYS * DAY_MS;
    const start = new Date(Math.max(Date.parse(since), earliest));
    const feed = await changesSince(client, { entities: ENTITIES, since: start }, call);
    const found = feed.changes.filter(({ when }) => Date.parse(when) <= Date.parse(until));
    const cut = Date.parse(since) < earliest;
    return {
      summary: summarise(found, feed.incomplete.length > 0),
      data: { changes: found, saturated: feed.incomplete.length > 0 },
      events: found
        .filter(({ entity, deleted }) => deleted || TOLD.has(entity))
        .map(eventOf)
        .slice(-MAX_EVENTS),
      lookedAt: [{ source: 'QuickBooks change data capture', from: start.toISOString(), to: until, rows: feed.rows }],
      notVisible: [
        ...(cut
          ? [`Before ${start.toISOString().slice(0, 10)}: QuickBooks tells of changes for ${FEED_DAYS} days.`]
          : []),
        ...feed.incomplete.map(unseen),
        'Of a record changed several times only the last change is told, and of a deleted one nothing but its number.',
        NO_BEFORE_IMAGES,
        NO_PEOPLE_API,
      ],
    };
  },
});

const unseen = ({ entity, from }: ChangeFeed['incomplete'][number]): string =>
  `Some changes of ${entity} before ${from.slice(0, 16).replace('T', ' ')} UTC: QuickBooks tells of 1,000 at a time, and there were more.`;

const eventOf = ({ entity, id, name, when, deleted }: Change) => ({
  when,
  what: `${entity} ${name ?? id} was ${deleted ? 'deleted' : 'changed'}`,
});

function summarise(found: readonly Change[], saturated: boolean): string {
  const kinds = [...Map.groupBy(found, ({ entity }) => entity)].map(([entity, ofKind]) => `${ofKind.length} ${entity}`);
  const deleted = found.filter((change) => change.deleted).length;
  const parts = kinds.length === 0 ? '' : ` (${kinds.join(', ')}), ${deleted} of them deleted`;
  return `${saturated ? 'At least ' : ''}${counted(found.length, 'record')} changed${parts}.`;
}
