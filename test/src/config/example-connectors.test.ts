import { expect, test } from 'vitest';
import { loadConfig } from '#src/config/load.ts';
import { connectors } from '#src/connectors/index.ts';
import { senders } from '#src/detections/senders/index.ts';
import { exampleEnv, exampleText } from './example.ts';

const settings = exampleText.replace('connectors: {}\n', 'connectors:\n').replace(/^#( {2}.*)$/gm, '$1');
const env = {
  ...exampleEnv,
  OKTA_PRIVATE_KEY: '-----BEGIN PRIVATE KEY-----',
  SALESFORCE_CLIENT_SECRET: 'a consumer secret',
  QUICKBOOKS_CLIENT_SECRET: 'a client secret of some length',
  QUICKBOOKS_REFRESH_TOKEN: 'a refresh token of some length',
};

test('the connectors of the example, uncommented, are what the connectors themselves take', () => {
  const config = loadConfig({ file: 'cordon.yaml', text: settings, env, connectors, senders });
  expect(Object.keys(config.connectors).sort()).toEqual(connectors.map(({ id }) => id).sort());
});
