import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readPrivateKey } from '#src/connectors/okta/private-key.ts';
import { pem } from './open-okta.ts';

describe('private keys', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;
  const asPem = (key: typeof rsa) => key.export({ type: 'pkcs8', format: 'pem' }).toString();
  const asJwk = (key: typeof rsa, more = {}) => JSON.stringify({ ...key.export({ format: 'jwk' }), ...more });
  it.each([
    ['RSA as PEM', asPem(rsa), 'RS256'],
    ['P-384 as PEM', asPem(p384), 'ES384'],
    ['PEM in one line', pem.replaceAll('\n', '\\n'), 'ES256'],
    ['RSA as JWK', asJwk(rsa), 'RS256'],
    ['a JWK that names its algorithm', asJwk(rsa, { alg: 'RS512' }), 'RS512'],
    ['P-384 as JWK', asJwk(p384), 'ES384'],
  ])('%s', async (_, text, alg) => {
    expect((await readPrivateKey(text)).alg).toBe(alg);
  });

  const publicOnly = JSON.stringify({ ...rsa.export({ format: 'jwk' }), d: undefined });
  it.each([
    ['PKCS1', rsa.export({ type: 'pkcs1', format: 'pem' }).toString()],
    ['a public JWK', publicOnly],
    ['broken JSON', '{"kty":"RSA","d":"hunter2"'],
    ['anything else', 'hunter2'],
  ])('refuses %s without repeating it', async (_, text) => {
    const refusal = await readPrivateKey(text).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'okta-private-key' });
    expect(`${refusal} ${(refusal as Error).cause}`).not.toMatch(/hunter2|BEGIN RSA/);
  });
});
