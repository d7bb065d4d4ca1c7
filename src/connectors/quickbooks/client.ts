import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import { VendorError } from '../../errors.ts';
import type { ActionCall, Call, ConnectDeps } from '../contract.ts';
import { createHttp, type HttpRequest } from '../http.ts';
import type { QuickbooksConfig } from './config.ts';
import { explainFault, VENDOR } from './faults.ts';
import { createTokens, type Tokens } from './tokens.ts';

const MINOR_VERSION = 75;
const PAGE_ROWS = 1000;
const MAX_PAGES = 5;
/** QuickBooks itself gives up after 120 s; people wait less. */
const TIMEOUT_MS = 12_000;

export type Parameters = Record<string, string | undefined>;

/** Rows as far as they were read. */
export interface Rows<Row> {
  rows: readonly Row[];
  /** True when the page cap ended the reading before QuickBooks did. */
  cut: boolean;
}

interface Write {
  entity: 'billpayment' | 'vendor';
  parameters?: Parameters;
  body: Record<string, unknown>;
  /** QuickBooks replays its first answer to the same id, so a write that carries one may be sent again. At most 50 characters. */
  requestId: string;
}

export interface QuickbooksClient {
  readonly clock: Clock;
  /** The home currency, where a record names none. */
  readonly currency: string;
  /** The company's time zone, where it is configured. */
  readonly timezone: string | undefined;
  get<Shape>(path: string, parameters: Parameters, shape: z.ZodType<Shape>, call: Call): Promise<Shape>;
  /** `rest` is everything after `select * from Entity`, without paging; values in it must be escaped. */
  query<Row>(entity: string, rest: string, row: z.ZodType<Row>, call: Call): Promise<Rows<Row>>;
  write(write: Write, call: ActionCall): Promise<void>;
  /** Proves that access can be had now. */
  connect(): Promise<void>;
  clocks: Tokens['clocks'];
}

/** Speaks to one company's Accounting API. Every failure is a VendorError whose message a responder can read. */
export function createQuickbooksClient(config: QuickbooksConfig, deps: ConnectDeps): QuickbooksClient {
  const { clock } = deps;
  const tokens = createTokens(config, deps);
  const http = createHttp({
    vendor: VENDOR,
    baseUrl: config.api_url,
    clock,
    timeoutMs: TIMEOUT_MS,
    authorize: async () => ({}),
    classify: explainFault,
  });
  const root = `/v3/company/${config.realm_id}`;

  /** One refresh and one retry after a 401. Here and not in the HTTP layer, because only here it is known which token was rejected. */
  async function send<Shape>(request: HttpRequest<Shape>): Promise<Shape> {
    const path = root + request.path;
    const query = { ...request.query, minorversion: MINOR_VERSION };
    const sendWith = async (token: string) =>
      (await http.request({ ...request, path, query, headers: { authorization: `Bearer ${token}` } })).data;
    const token = await tokens.current();
    try {
      return await sendWith(token);
    } catch (error) {
      if (!(error instanceof VendorError) || error.kind !== 'unauthenticated') throw error;
      return sendWith(await tokens.renew(token));
    }
  }

  const get = <Shape>(
    path: string,
    parameters: Parameters,
    shape: z.ZodType<Shape>,
    { signal }: Call,
  ): Promise<Shape> => send({ path, query: parameters, shape, signal });

  return {
    clock,
    currency: config.currency,
    timezone: config.timezone,
    get,
    async query<Row>(entity: string, rest: string, row: z.ZodType<Row>, call: Call) {
      const shape = pageOf(entity, row);
      const rows: Row[] = [];
      for (let page = 0; page < MAX_PAGES; page += 1) {
        const paging = `startposition ${page * PAGE_ROWS + 1} maxresults ${PAGE_ROWS}`;
        const found = await get('/query', { query: `select * from ${entity} ${rest} ${paging}` }, shape, call);
        rows.push(...found);
        if (found.length < PAGE_ROWS) return { rows, cut: false };
      }
      return { rows, cut: true };
    },
    async write({ entity, parameters, body, requestId }, { signal }) {
      const query = { ...parameters, requestid: requestId };
      await send({
        method: 'POST',
        path: `/${entity}`,
        query,
        json: body,
        shape: z.unknown(),
        signal,
        repeatable: true,
      });
    },
    async connect() {
      await tokens.current();
    },
    clocks: tokens.clocks,
  };
}

/** An entity QuickBooks found nothing of is not in the answer at all. */
const pageOf = <Row>(entity: string, row: z.ZodType<Row>) =>
  z
    .object({ QueryResponse: z.record(z.string(), z.unknown()) })
    .transform(({ QueryResponse }) => QueryResponse[entity] ?? [])
    .pipe(z.array(row));
