import { z } from 'zod';
import { isSafeAddress } from '../../safe-address.ts';

const address = (description: string) =>
  z
    .string()
    .max(300)
    .refine(isSafeAddress, 'must be an https address (http only for this machine itself).')
    .transform((url) => url.replace(/\/+$/, ''))
    .describe(description);

const text = (description: string) => z.string().trim().min(1, 'empty.').max(300).describe(description);

const secret = (description: string) => z.string().min(1, 'empty.').max(10_000).meta({ description, writeOnly: true });

const ClientCredentials = z
  .strictObject({
    flow: z.literal('client-credentials').describe('The app acts as the run-as user its policies name.'),
    client_id: text('The consumer key of the External Client App.'),
    client_secret: secret(`Its consumer secret, as \${SALESFORCE_CLIENT_SECRET}.`),
  })
  .describe('The client credentials flow.');

const JwtBearer = z
  .strictObject({
    flow: z.literal('jwt-bearer').describe('Cordon signs in as a pre-authorised user with a key of its own.'),
    client_id: text('The consumer key of the External Client App.'),
    username: text('The Salesforce user name Cordon works as.'),
    private_key: secret(
      `The private key in PEM, as \${SALESFORCE_PRIVATE_KEY}; its certificate is uploaded to the app.`,
    ),
    audience: address(
      'Who the assertion is meant for; the My Domain address unless Salesforce says otherwise.',
    ).optional(),
  })
  .describe('The JWT bearer flow.');

/** What stands under `connectors.salesforce` in cordon.yaml. */
export const SalesforceConfig = z
  .strictObject({
    base_url: address('The My Domain address, such as https://northwind.my.salesforce.com.'),
    auth: z.discriminatedUnion('flow', [ClientCredentials, JwtBearer]).describe('How Cordon signs in.'),
    // YAML reads an unquoted 67.0 as the number 67.
    api_version: z
      .union([
        z.string().regex(/^\d{2,3}\.0$/, 'is not an API version; write one like "67.0".'),
        z.int().min(60).max(999),
      ])
      .transform((version) => (typeof version === 'number' ? `${version}.0` : version))
      .default('67.0')
      .describe('The REST API version Cordon speaks.'),
  })
  .describe('Salesforce: address and credentials.');
export type SalesforceConfig = z.infer<typeof SalesforceConfig>;
