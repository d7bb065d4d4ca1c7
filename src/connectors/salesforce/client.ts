import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import type { Call, ConnectDeps } from '../contract.ts';
import { createHttp } from '../http.ts';
import type { SalesforceConfig } from './config.ts';
import { createLimitGuard } from './limits.ts';
import type { Soql } from './soql.ts';
import { createTokenSource } from './token.ts';
import { classifyApiError, classifyRevokeError } from './vendor-errors.ts';

const MAX_PAGES = 5;

/** Rows as far as they were read. */
export interface Rows<Row> {
  rows: readonly Row[];
  /** True when the page cap ended the reading before the vendor did. */
  cut: boolean;
}

export interface ReadOptions {
  /** A page holds up to 2,000 rows (OauthToken: 500). */
  pages?: number;
  /** Set by what contains: such reads go on when the day's API quota runs low. */
  essential?: boolean;
}

export interface SalesforceClient {
  readonly clock: Clock;
  /** The user Cordon works as; undefined when Salesforce does not say. */
  ownUserId(): Promise<string | undefined>;
  query<Row>(statement: Soql, row: z.ZodType<Row>, call: Call, options?: ReadOptions): Promise<Rows<Row>>;
  /** The answer to SELECT COUNT(). */
  count(statement: Soql, call: Call, options?: ReadOptions): Promise<number>;
  /** Reads a resource below `/services/data/vNN.0` that lists `records` in pages. */
  list<Row>(path: string, row: z.ZodType<Row>, call: Call, options?: ReadOptions): Promise<Rows<Row>>;
  get<Shape>(path: string, shape: z.ZodType<Shape>, call: Call): Promise<Shape>;
  update(object: string, id: string, fields: Record<string, unknown>, call: Call): Promise<void>;
  remove(object: string, id: string, call: Call): Promise<void>;
  /** Revokes one grant by its delete token, which must not be kept anywhere. */
  revoke(deleteToken: string, call: Call): Promise<void>;
}

export function createSalesforceClient(config: SalesforceConfig, { clock }: ConnectDeps): SalesforceClient {
  const limits = createLimitGuard(clock);
  const tokens = createTokenSource(config, clock);
  const shared = { vendor: 'Salesforce', baseUrl: config.base_url, clock };
  const oauth = createHttp({ ...shared, authorize: async () => ({}), classify: classifyRevokeError });
  const rest = createHttp({
    ...shared,
    authorize: async () => ({ authorization: `Bearer ${(await tokens.current()).accessToken}` }),
    classify: classifyApiError,
    observe: ({ headers }) => limits.observe(headers),
    reauthorize: async () => {
      tokens.forget();
      return true;
    },
  });
  const root = `/services/data/v${config.api_version}`;
  const record = (object: string, id: string) => `${root}/sobjects/${object}/${encodeURIComponent(id)}`;

  async function read<Shape>(
    path: string,
    shape: z.ZodType<Shape>,
    call: Call,
    options: ReadOptions = {},
  ): Promise<Shape> {
    if (!options.essential) limits.assertRoom();
    return (await rest.request({ path, shape, signal: call.signal })).data;
  }

  async function readPages<Row>(
    first: string,
    row: z.ZodType<Row>,
    call: Call,
    options?: ReadOptions,
  ): Promise<Rows<Row>> {
    const shape = z.object({ records: z.array(row), nextRecordsUrl: z.string().nullish() });
    const rows: Row[] = [];
    let next: string | null | undefined = first;
    for (let page = 0; next && page < (options?.pages ?? MAX_PAGES); page += 1) {
      const answer: z.infer<typeof shape> = await read(next, shape, call, options);
      rows.push(...answer.records);
      next = answer.nextRecordsUrl;
    }
    return { rows, cut: Boolean(next) };
  }

  const statementPath = ({ text }: Soql) => `${root}/query?q=${encodeURIComponent(text)}`;

  return {
    clock,
    ownUserId: async () => (await tokens.current()).userId,
    query: (statement, row, call, options) => readPages(statementPath(statement), row, call, options),
    async count(statement, call, options) {
      return (await read(statementPath(statement), z.object({ totalSize: z.number() }), call, options)).totalSize;
    },
    list: (path, row, call, options) => readPages(root + path, row, call, options),
    get: (path, shape, call) => read(root + path, shape, call),
    async update(object, id, fields, { signal }) {
      await rest.request({ method: 'PATCH', path: record(object, id), json: fields, shape: z.unknown(), signal });
    },
    async remove(object, id, { signal }) {
      await rest.request({ method: 'DELETE', path: record(object, id), shape: z.unknown(), signal });
    },
    async revoke(deleteToken, { signal }) {
      const form = { token: deleteToken };
      await oauth.request({ method: 'POST', path: '/services/oauth2/revoke', form, shape: z.unknown(), signal });
    },
  };
}
