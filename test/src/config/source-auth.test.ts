import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { exampleEnv, exampleWith, load, problemsOf } from './example.ts';

const publicKey = Buffer.from(
  generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x ?? '',
  'base64url',
).toString('base64');
const env = {
  ...exampleEnv,
  SECRET: 'a secret of 24 letters..',
  NEXT: 'the secret to come next.',
  THIRD: 'one secret too many here',
  SHORT: 'fifteen letters',
  PATH_SECRET: 'letters-digits_and~dashes',
  KEY: `whsec_${Buffer.alloc(24, 1).toString('base64')}`,
  PUBLIC_KEY: `whpk_${publicKey}`,
};
type Name = keyof typeof env;
const ref = (name: Name) => `\${${name}}`;

/** The example with another way to prove itself for its first source. */
const textWith = (auth: unknown): string =>
  exampleWith(
    `auth:\n      standard_webhooks:\n        secrets: ["\${SIEM_SECRET}"]`,
    `auth: ${stringify(auth, { defaultStringType: 'QUOTE_DOUBLE', collectionStyle: 'flow', lineWidth: 0 })}`,
  );
const problems = (auth: unknown) =>
  problemsOf(textWith(auth), env).map((line) => line.replace('sources.siem.auth', 'auth'));

describe('every kind, as it is written', () => {
  test.each([
    [{ standard_webhooks: { secrets: [ref('KEY')] } }, { secrets: [env.KEY] }],
    [{ standard_webhooks: { secrets: [ref('KEY'), ref('PUBLIC_KEY')] } }, { secrets: [env.KEY, env.PUBLIC_KEY] }],
    [{ header: { name: 'Authorization', values: [ref('SECRET')] } }, { name: 'authorization', values: [env.SECRET] }],
    [{ bearer: { tokens: [ref('SECRET'), ref('NEXT')] } }, { tokens: [env.SECRET, env.NEXT] }],
    [{ basic: { username: 'cordon', passwords: [ref('SECRET')] } }, { username: 'cordon', passwords: [env.SECRET] }],
    [
      { hmac: { header: 'Intuit-Signature', encoding: 'base64', secrets: [ref('SECRET')] } },
      { header: 'intuit-signature', encoding: 'base64', prefix: '', secrets: [env.SECRET] },
    ],
    [
      { hmac: { header: 'x-signature', encoding: 'hex', prefix: 'sha256=', secrets: [ref('SECRET')] } },
      { header: 'x-signature', encoding: 'hex', prefix: 'sha256=', secrets: [env.SECRET] },
    ],
    [
      { hubspot: { client_secrets: [ref('SECRET')], url: 'https://cordon.example/webhooks/hubspot' } },
      { client_secrets: [env.SECRET], url: 'https://cordon.example/webhooks/hubspot' },
    ],
    [{ stripe: { secrets: [ref('SECRET')] } }, { secrets: [env.SECRET] }],
    [{ path: { secrets: [ref('PATH_SECRET')] } }, { secrets: [env.PATH_SECRET] }],
    [
      { path: { secrets: [ref('PATH_SECRET')], allow_from: ['203.0.113.0/24', '2001:db8::/32', '198.51.100.7'] } },
      { secrets: [env.PATH_SECRET], allow_from: ['203.0.113.0/24', '2001:db8::/32', '198.51.100.7'] },
    ],
    [{ client_state: { values: [ref('SECRET')] } }, { values: [env.SECRET] }],
    [{ unauthenticated: 'accept-the-risk' }, 'accept-the-risk'],
  ])('%j', (written, read) => {
    const [kind = ''] = Object.keys(written);
    expect(load(textWith(written), env).sources.siem?.auth).toEqual({ [kind]: read });
  });
});

describe('what lets nothing start', () => {
  const exactlyOne =
    'auth: must hold exactly one of standard_webhooks, header, bearer, basic, hmac, hubspot, stripe, path, client_state, unauthenticated. Without one anybody could post detections.';
  const risk =
    'auth.unauthenticated: must be accept-the-risk, in these words: anybody who knows the address could post detections.';
  const sixteen = 'shorter than 16 characters; that can be guessed.';
  test.each([
    [{}, exactlyOne],
    [{ bearer: { tokens: [ref('SECRET')] }, unauthenticated: 'accept-the-risk' }, exactlyOne],
    [{ bearer: { tokens: [ref('SECRET')] }, stripe: { secrets: [ref('SECRET')] } }, exactlyOne],
    [{ unauthenticated: true }, risk],
    [{ unauthenticated: 'yes' }, risk],
    [{ unauthenticated: 'accept-the-risks' }, risk],
    [{ unauthenticated: null }, exactlyOne],
    [{ bearer: { tokens: [ref('SHORT')] } }, `auth.bearer.tokens[0]: ${sixteen}`],
    [{ header: { name: 'x', values: [ref('SHORT')] } }, `auth.header.values[0]: ${sixteen}`],
    [{ basic: { username: 'x', passwords: [ref('SHORT')] } }, `auth.basic.passwords[0]: ${sixteen}`],
    [{ hmac: { header: 'x', encoding: 'hex', secrets: [ref('SHORT')] } }, `auth.hmac.secrets[0]: ${sixteen}`],
    [
      { hubspot: { client_secrets: [ref('SHORT')], url: 'https://a.example/' } },
      `auth.hubspot.client_secrets[0]: ${sixteen}`,
    ],
    [{ stripe: { secrets: [ref('SHORT')] } }, `auth.stripe.secrets[0]: ${sixteen}`],
    [{ client_state: { values: [ref('SHORT')] } }, `auth.client_state.values[0]: ${sixteen}`],
    [
      { path: { secrets: [ref('SECRET')] } },
      'auth.path.secrets[0]: holds a character an address would have to encode. Use letters, digits, - and _.',
    ],
    [{ stripe: { secrets: [] } }, 'auth.stripe.secrets: empty. Without a value nothing could be authentic.'],
    [
      { bearer: { tokens: [ref('SECRET'), ref('NEXT'), ref('THIRD')] } },
      'auth.bearer.tokens: has more than 2 values. Two are enough to change from one to the next.',
    ],
    [
      { standard_webhooks: { secrets: [ref('SECRET')] } },
      'auth.standard_webhooks.secrets[0]: must begin with whsec_, or whpk_ for a public key.',
    ],
    [{ basic: { username: 'a:b', passwords: [ref('SECRET')] } }, 'auth.basic.username: must be text without a colon.'],
    [{ hmac: { header: 'a b', encoding: 'hex', secrets: [ref('SECRET')] } }, 'auth.hmac.header: is not a header name.'],
    [
      { hmac: { header: 'x', encoding: 'base46', secrets: [ref('SECRET')] } },
      'auth.hmac.encoding: must be one of base64, hex. Did you mean base64?',
    ],
    [
      { hmac: { header: 'x', encoding: 'hex', prefix: 'v1 ', secrets: [ref('SECRET')] } },
      'auth.hmac.prefix: must be plain characters without spaces.',
    ],
    [
      { hubspot: { client_secrets: [ref('SECRET')], url: 'http://cordon.example/webhooks/hubspot' } },
      'auth.hubspot.url: must be an https address without ? and # (http only for this machine itself).',
    ],
    [
      { hubspot: { client_secrets: [ref('SECRET')] } },
      'auth.hubspot.url: missing. The address exactly as it is entered at HubSpot; it is part of what HubSpot signs.',
    ],
    [
      { path: { secrets: [ref('PATH_SECRET')], allow_from: [] } },
      'auth.path.allow_from: empty. Then nobody could send; leave the setting out to allow every address.',
    ],
  ])('%j', (written, problem) => {
    expect(problems(written)).toEqual([problem]);
  });

  test('a kind nobody knows', () => {
    expect(problems({ none: 'accept-the-risk' })).toEqual(['auth.none: is not a setting Cordon knows.', exactlyOne]);
  });

  test.each([
    '203.0.113.0/33',
    '203.0.113/24',
    '203.0.113.0/',
    '2001:db8::/129',
    'fe80::1%eth0',
    'cordon.example',
    '/24',
    '1.2.3.4/5/6',
    '',
  ])('allow_from: %s', (network) => {
    expect(problems({ path: { secrets: [ref('PATH_SECRET')], allow_from: [network] } })).toEqual([
      'auth.path.allow_from[0]: is not a network; write one like 203.0.113.0/24.',
    ]);
  });

  test.each([
    ['whpk_', 'whpk_'],
    ['one byte too few', `whpk_${Buffer.alloc(31).toString('base64')}`],
    ['one byte too many', `whpk_${Buffer.alloc(33).toString('base64')}`],
    ['no base64', 'whpk_!!!!'],
  ])('a public key that is none: %s', (_, key) => {
    const text = textWith({ standard_webhooks: { secrets: [ref('KEY'), ref('PUBLIC_KEY')] } });
    expect(problemsOf(text, { ...env, PUBLIC_KEY: key })).toEqual([
      'sources.siem.auth.standard_webhooks.secrets[1]: must be whpk_ followed by the 32 bytes of an ed25519 public key in base64.',
    ]);
  });

  test.each([
    ['basic.passwords[0]', { basic: { username: 'x', passwords: ['hunter2hunter2hunter2'] } }],
    ['hmac.secrets[0]', { hmac: { header: 'x', encoding: 'hex', secrets: ['hunter2hunter2hunter2'] } }],
    [
      'hubspot.client_secrets[0]',
      { hubspot: { client_secrets: ['hunter2hunter2hunter2'], url: 'https://a.example/' } },
    ],
    ['stripe.secrets[0]', { stripe: { secrets: ['hunter2hunter2hunter2'] } }],
    ['path.secrets[0]', { path: { secrets: ['hunter2hunter2hunter2'] } }],
    ['client_state.values[0]', { client_state: { values: ['hunter2hunter2hunter2'] } }],
  ])('a secret written out: %s', (path, written) => {
    expect(problems(written)).toEqual([
      `auth.${path}: looks like a secret. Put it in the environment and write \${SIEM_SECRET} here.`,
    ]);
  });
});
