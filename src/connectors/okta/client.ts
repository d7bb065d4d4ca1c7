import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import type { ConnectDeps } from '../contract.ts';
import { createHttp, type HttpAnswer } from '../http.ts';
import type { OktaConfig } from './config.ts';
import { createCredentials } from './credentials.ts';
import { explainRefusal, tooMany, VENDOR } from './errors.ts';
import { nextLink } from './next-link.ts';
import { readRateLimit } from './rate-limit.ts';

type Parameters = Record<string, string | number | boolean | undefined>;

interface Read<Shape> {
  path: string;
  query?: Parameters;
  shape: z.ZodType<Shape>;
  signal: AbortSignal;
}

interface Write {
  method: 'POST' | 'PUT' | 'DELETE';
  path: string;
  query?: Parameters;
  signal: AbortSignal;
}

interface List<Row> {
  path: string;
  query?: Parameters;
  row: z.ZodType<Row>;
  signal: AbortSignal;
  maxPages?: number;
}

/** `cut`: there was more, and it was not read. */
export interface Listed<Row> {
  rows: Row[];
  cut: boolean;
}

export interface OktaClient {
  clock: Clock;
  quarantineGroupId: string | undefined;
  read<Shape>(read: Read<Shape>): Promise<HttpAnswer<Shape>>;
  write(write: Write): Promise<void>;
  list<Row>(list: List<Row>): Promise<Listed<Row>>;
  /** The scopes of the token in use; undefined where scopes do not apply. */
  scopes(): ReadonlySet<string> | undefined;
}

const MAX_PAGES = 10;

/** Speaks to one Okta organisation. Every failure is a VendorError whose message a responder can read. */
export function createOktaClient(config: OktaConfig, { clock }: Pick<ConnectDeps, 'clock'>): OktaClient {
  const credentials = createCredentials(config, clock);
  const http = createHttp({
    vendor: VENDOR,
    baseUrl: config.org_url,
    clock,
    authorize: credentials.authorize,
    reauthorize: credentials.renew,
    classify: (answer) => explainRefusal(answer, clock),
  });

  async function list<Row>({ path, query = {}, row, signal, maxPages = MAX_PAGES }: List<Row>): Promise<Listed<Row>> {
    const rows: Row[] = [];
    const shape = z.array(row);
    let answer = await http.request({ path, query, shape, signal });
    for (let page = 1; ; page += 1) {
      rows.push(...answer.data);
      const next = nextLink(answer.headers);
      if (next === undefined || answer.data.length === 0) return { rows, cut: false };
      if (page === maxPages) return { rows, cut: true };
      if (readRateLimit(answer.headers)?.remaining === 0) throw tooMany(answer.headers, clock);
      answer = await http.request({ path: next, shape, signal });
    }
  }

  return {
    clock,
    quarantineGroupId: config.quarantine_group_id,
    read: (read) => http.request(read),
    write: async (write) => {
      await http.request({ ...write, shape: z.unknown() });
    },
    list,
    scopes: credentials.scopes,
  };
}
