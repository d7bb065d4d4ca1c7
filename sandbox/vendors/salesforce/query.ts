import type { Route, TwinAnswer, TwinRequest, World } from '#sandbox/twin.ts';
import { refuse, SoqlRefusal } from './answers.ts';
import { evaluate, written } from './evaluate.ts';
import { passTime, signedIn } from './sessions.ts';
import { parseSoql } from './soql.ts';
import { nextId, type SalesforceState, type Session } from './state.ts';

const PAGE = 2_000;
const MOST_CURSORS = 50;

/** SOQL over HTTP: the first page by statement, the others by locator. */
export function queryRoutes(world: World, state: SalesforceState): Route[] {
  const first = (request: TwinRequest, session: Session) => {
    passTime(world, state);
    return page({ text: request.query.get('q') ?? '', offset: 0, request, session });
  };
  const more = (request: TwinRequest, session: Session) => {
    const [, id = '', offset = ''] = request.params.locator?.match(/^(\w+)-(\d+)$/) ?? [];
    const text = state.cursors[id];
    if (text === undefined) return refuse(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
    return page({ text, offset: Number(offset), request, session, cursor: id });
  };

  function page(asked: {
    text: string;
    offset: number;
    request: TwinRequest;
    session: Session;
    cursor?: string;
  }): TwinAnswer {
    try {
      return answerPage(world, state, asked);
    } catch (error) {
      if (error instanceof SoqlRefusal) return refuse(400, error.errorCode, error.message);
      throw error;
    }
  }

  return [
    { method: 'GET', pattern: '/services/data/:version/query', handle: signedIn(world, state, first) },
    { method: 'GET', pattern: '/services/data/:version/query/:locator', handle: signedIn(world, state, more) },
  ];
}

interface AskedPage {
  text: string;
  offset: number;
  request: TwinRequest;
  session: Session;
  cursor?: string;
}

function answerPage(
  world: World,
  state: SalesforceState,
  { text, offset, request, session, cursor }: AskedPage,
): TwinAnswer {
  const statement = parseSoql(text);
  const { object, rows } = evaluate(statement, { state, now: world.now(), session });
  if (statement.fields === 'count') return { status: 200, body: { totalSize: rows.length, done: true, records: [] } };
  const { fields } = statement;
  const shown = rows.slice(0, object.mostRows);
  const end = offset + (object.pageSize ?? batchSize(request));
  const records = shown.slice(offset, end).map((row) => written(row, fields, statement.object));
  const body = { totalSize: shown.length, done: end >= shown.length, records };
  if (body.done) return { status: 200, body };
  const id = cursor ?? keepCursor(state, text);
  return {
    status: 200,
    body: { ...body, nextRecordsUrl: `/services/data/${request.params.version}/query/${id}-${end}` },
  };
}

function batchSize({ headers }: TwinRequest): number {
  const asked = Number(String(headers['sforce-query-options'] ?? '').match(/batchSize=(\d+)/)?.[1] ?? PAGE);
  return Math.min(PAGE, Math.max(200, asked));
}

function keepCursor(state: SalesforceState, text: string): string {
  const id = nextId(state, '01g');
  const kept = Object.entries(state.cursors).slice(1 - MOST_CURSORS);
  state.cursors = Object.fromEntries([...kept, [id, text]]);
  return id;
}
