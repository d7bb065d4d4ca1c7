import type { Fault, TwinAnswer, World } from '#sandbox/twin.ts';
import { staleText } from './bodies.ts';

interface Refusal {
  code: string;
  message: string;
  detail: string;
  status?: number;
  type?: string;
}

/** The fault of the Accounting API itself. */
export const refuse = ({ code, message, detail, status = 400, type = 'ValidationFault' }: Refusal): TwinAnswer => ({
  status,
  body: { Fault: { Error: [{ Message: message, Detail: detail, code, element: '' }], type } },
});

/** The gateway in front of it spells in small letters, and packs the code into the message. */
const gateway = (name: string, code: string, status: number, detail: string, type: string): TwinAnswer => ({
  status,
  body: {
    warnings: null,
    fault: { error: [{ message: `message=${name}; errorCode=${code}; statusCode=${status}`, detail, code }], type },
  },
});

export const throttled = gateway('ThrottleExceeded', '003001', 429, 'The request limit was reached.', 'SERVICE');

/** For the lever "answer with this". */
export const throttleFault: Fault = { kind: 'status', status: throttled.status, body: throttled.body };

export const unauthenticated = gateway(
  'AuthenticationFailed',
  '003200',
  401,
  'Token expired or unknown',
  'AUTHENTICATION',
);

export const wrongCompany = gateway(
  'ApplicationAuthorizationFailed',
  '003100',
  403,
  'Not this company',
  'AUTHORIZATION',
);

export const notFound = refuse({
  code: '610',
  message: 'Object Not Found',
  detail:
    "Object Not Found : Something you're trying to use has been made inactive. Check the fields with accounts, customers, items, vendors or employees.",
});

export const stale = (writer: string): TwinAnswer =>
  refuse({ code: '5010', message: 'Stale Object Error', detail: staleText(writer) });

export const unsupported = (what: string): TwinAnswer =>
  refuse({ code: '2010', message: 'Request has invalid or unsupported property', detail: `Unsupported: ${what}` });

export const badQuery = (detail: string): TwinAnswer =>
  refuse({ code: '4000', message: 'Error parsing query', detail: `QueryParserError: ${detail}` });

export const ok = (body: object): TwinAnswer => ({ status: 200, body });

/** What every answer carries: the time, and the reference Intuit's support asks for. */
export function stamped(answer: TwinAnswer, world: World, number: number): TwinAnswer {
  const body = typeof answer.body === 'object' ? { ...answer.body, time: world.now().toISOString() } : answer.body;
  const reference = `1-sandbox-${String(number).padStart(6, '0')}`;
  return { ...answer, headers: { ...answer.headers, intuit_tid: reference }, body };
}
