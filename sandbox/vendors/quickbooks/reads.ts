import type { TwinAnswer, TwinRequest } from '#sandbox/twin.ts';
import { badQuery, notFound, ok, refuse } from './answers.ts';
import { collections } from './bodies.ts';
import type { Company } from './company.ts';
import { parseStatement, select } from './query-language.ts';

const FEED_MS = 30 * 24 * 60 * 60 * 1000;
const FEED_ROWS = 1000;

/** `GET /billpayment/:id` and its like. */
export const readEntity =
  (company: Company, entity: string) =>
  ({ params }: TwinRequest): TwinAnswer => {
    const found = collections(company.books)[entity]?.find(({ Id }) => Id === params.id);
    return found ? ok({ [entity]: found }) : notFound;
  };

/** `GET /query`; an empty answer does not name the entity. */
export function runQuery({ books }: Company, { query }: TwinRequest): TwinAnswer {
  const statement = parseStatement(query.get('query') ?? '');
  if (!statement) return badQuery('Encountered something this language does not have');
  const { entity, start, count } = statement;
  const rows = collections(books)[entity];
  if (!rows) return badQuery(`Invalid entity ${entity}`);
  const { page, total } = select(rows, statement);
  if (count) return ok({ QueryResponse: { totalCount: total } });
  return ok({
    QueryResponse: page.length === 0 ? {} : { [entity]: page, startPosition: start, maxResults: page.length },
  });
}

/** `GET /cdc`: by entity, then by time, deleted ones last as stubs; cut off without a word. */
export function readChanges({ world, books }: Company, { query }: TwinRequest): TwinAnswer {
  const since = Date.parse(query.get('changedSince') ?? '');
  if (Number.isNaN(since) || world.now().getTime() - since > FEED_MS + 60_000) {
    return refuse({ code: '4001', message: 'Invalid changedSince', detail: 'changedSince is at most 30 days back' });
  }
  const known = collections(books);
  const isAfter = (time: unknown) => Date.parse(String(time)) >= since;
  let room = FEED_ROWS;
  const answers = (query.get('entities') ?? '').split(',').map((entity) => {
    const changed = (known[entity] ?? [])
      .map((body) => ({ body, at: timeOf(body) }))
      .filter(({ at }) => isAfter(at))
      .sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
      .map(({ body }) => body);
    const stubs = books.deleted
      .filter((gone) => gone.entity === entity && isAfter(gone.at))
      .map(({ id, at }) => ({
        Id: id,
        domain: 'QBO',
        status: 'Deleted',
        MetaData: { LastUpdatedTime: at },
      }));
    const rows = [...changed, ...stubs].slice(0, room);
    room -= rows.length;
    return rows.length === 0
      ? {}
      : { [entity]: rows, startPosition: 1, maxResults: rows.length, totalCount: rows.length };
  });
  return ok({ CDCResponse: [{ QueryResponse: answers }] });
}

function timeOf({ MetaData }: Record<string, unknown>): string {
  const times = MetaData as { LastUpdatedTime: string };
  return times.LastUpdatedTime;
}
