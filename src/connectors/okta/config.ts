import { z } from 'zod';
import { isSafeAddress } from '../../safe-address.ts';

/** Read everything Cordon asks, and change users and one group. A service app must have been granted each of them. */
export const SCOPES = [
  'okta.logs.read',
  'okta.users.read',
  'okta.groups.read',
  'okta.roles.read',
  'okta.users.manage',
  'okta.groups.manage',
];

const OrgUrl = z
  .string()
  .trim()
  .max(300)
  .refine(isSafeAddress, { error: 'is not an Okta address; write one like https://your-org.okta.com.' })
  .refine((value) => !/-admin\.okta/.test(value), {
    error: 'is the address of the Admin Console; leave out "-admin".',
  })
  .transform((value) => value.replace(/\/+$/, ''))
  .describe('Your Okta organisation, like https://your-org.okta.com.');

const PrivateKeyJwt = z.strictObject({
  method: z.literal('private-key-jwt').describe('An API Services app with a key pair.'),
  client_id: z.string().trim().min(1, 'empty.').max(100).describe("The app's client id."),
  key_id: z.string().trim().min(1, 'empty.').max(200).describe('The id (kid) Okta shows beside the public key.'),
  private_key: z
    .string()
    .min(1, 'empty.')
    .meta({ description: 'The private key: PEM (PKCS8) or a JWK as JSON.', writeOnly: true }),
  scopes: z
    .array(z.string().regex(/^okta\.[\w.]+$/, 'is not an Okta API scope; write one like okta.logs.read.'))
    .min(1, 'empty. Leave it out to ask for all scopes Cordon needs.')
    .default(SCOPES)
    .describe(
      'The scopes granted to the app; asking for one that is not granted fails. Default: all that Cordon needs.',
    ),
});

const ApiToken = z.strictObject({
  method: z.literal('ssws').describe('An API token; it can do whatever the administrator can who made it.'),
  token: z.string().min(16, 'shorter than 16 characters; that is no API token.').meta({
    description: 'The API token.',
    writeOnly: true,
  }),
});

/** The settings under `connectors.okta` in cordon.yaml. */
export const OktaConfig = z.strictObject({
  org_url: OrgUrl,
  auth: z.discriminatedUnion('method', [PrivateKeyJwt, ApiToken]).describe('How Cordon proves itself to Okta.'),
  quarantine_group_id: z
    .string()
    .regex(/^00g[A-Za-z0-9]{5,60}$/, 'is not a group id; it begins with 00g.')
    .optional()
    .describe(
      'The group whose sign-on policy asks for a second factor every time. Without it that step is not offered.',
    ),
});
export type OktaConfig = z.infer<typeof OktaConfig>;
export type PrivateKeyJwt = z.infer<typeof PrivateKeyJwt>;
