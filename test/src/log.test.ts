import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { VendorError } from '#src/errors.ts';
import { createLog } from '#src/log.ts';

const EMAIL = 'mara.ito@northwind.example';
const TOKENS = [
  'xoxb-111111111111-222222222222-abcdefABCDEF',
  'xapp-1-A0123456789-abcdef',
  'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJtZSJ9.c2lnbmF0dXJlLWhlcmU',
];

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = [];
  write(createLog({ level: 'trace', name: 'test', stream: { write: (line) => void lines.push(line) } }));
  for (const line of lines) JSON.parse(line);
  return lines.join('');
}

test('a line has its name, its level and its fields', () => {
  expect(JSON.parse(logged((log) => log.child({ job: 'run-step' }).warn({ caseId: 42 }, 'late')))).toMatchObject({
    name: 'test',
    level: 40,
    job: 'run-step',
    caseId: 42,
    msg: 'late',
  });
});

describe('never written', () => {
  const secret = fc.string({
    minLength: 12,
    maxLength: 40,
    unit: fc.constantFrom(...'abcdefghijkmnpqrstuvwxyzABCDEFGHJK23456789'),
  });
  const fields = [
    'authorization',
    'access_token',
    'refresh_token',
    'client_secret',
    'client_assertion',
    'private_key',
    'password',
    'token',
    'secret',
    'email',
    'address',
    'body',
    'headers',
    'payload',
    'signing_secret',
    'bot_token',
    'app_token',
  ];

  test('secrets, under the names they go by, up to three levels deep', () => {
    fc.assert(
      fc.property(secret, fc.constantFrom(...fields), fc.nat(2), (value, field, depth) => {
        let fact: object = { [field]: value };
        for (let level = 0; level < depth; level += 1) fact = level === 0 ? { inner: fact } : { list: fact };
        expect(logged((log) => log.info(fact, 'x'))).not.toContain(value);
      }),
    );
    expect(logged((log) => log.info({ people: [{ email: EMAIL }] }, 'x'))).not.toContain(EMAIL);
  });

  test.each(TOKENS)('what looks like a token (%s), wherever it stands', (token) => {
    expectNowhere(token);
  });

  test('e-mail addresses, wherever they stand', () => {
    expectNowhere(EMAIL);
    expectNowhere('Mara.Ito+test@mail.northwind.example');
  });

  test('the bodies vendors answer with', () => {
    const error = new VendorError('Acme refused.', {
      vendor: 'acme',
      kind: 'refused',
      cause: Object.assign(new Error('400'), { data: { ssn: '078-05-1120' } }),
    });
    const text = logged((log) => log.error({ err: error }, 'x'));
    expect(text).not.toContain('078-05-1120');
    expect(JSON.parse(text)).toMatchObject({
      err: { type: 'VendorError', code: 'vendor-refused', message: 'Acme refused.', cause: '400' },
    });
  });
});

function expectNowhere(secret: string): void {
  const places: ((log: ReturnType<typeof createLog>) => void)[] = [
    (log) => log.info(`for ${secret}, again`),
    (log) => log.info({ a: { b: { c: { d: { e: [secret] } } } } }, 'x'),
    (log) => log.info({ [secret]: 1 }, 'x'),
    (log) => log.child({ who: secret }).info('x'),
    (log) => log.error({ err: new Error(`no user ${secret}`, { cause: new Error(`Bearer ${secret}`) }) }, 'x'),
    (log) => log.error(new Error(secret)),
    (log) => log.error({ err: `thrown ${secret}` }, 'x'),
  ];
  for (const write of places) expect(logged(write)).not.toContain(secret);
}
