import { z } from 'zod';
import { isSafeAddress } from '../../safe-address.ts';
import { isZone } from './zoned-time.ts';

const address = (description: string) =>
  z
    .string()
    .max(300)
    .refine(isSafeAddress, 'must be an https address (http only for this machine itself).')
    .transform((url) => url.replace(/\/+$/, ''))
    .describe(description);

const secret = (description: string) => z.string().min(1, 'empty.').max(4_000).meta({ description, writeOnly: true });

/** The settings under `connectors.quickbooks` in cordon.yaml. */
export const QuickbooksConfig = z.strictObject({
  realm_id: z
    .string('must be in quotes: read as a number, its last digits would be lost.')
    .regex(/^\d{5,25}$/, 'is not a company id; it is the realmId of the consent, digits only.')
    .describe('The company, as the realmId that came back with the consent; in quotes.'),
  client_id: z.string().trim().min(1, 'empty.').max(200).describe("The Intuit app's client id."),
  client_secret: secret(`Its client secret, as \${QUICKBOOKS_CLIENT_SECRET}.`),
  refresh_token: secret(
    `The first refresh token, from the consent, as \${QUICKBOOKS_REFRESH_TOKEN}. Cordon keeps the newer ones itself; a different value here means a new consent.`,
  ),
  api_url: address('Where the Accounting API is.').default('https://quickbooks.api.intuit.com'),
  token_url: address('Where refresh tokens are exchanged.').default(
    'https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer',
  ),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'is not a currency code; write one like EUR.')
    .describe("The company's home currency, ISO 4217."),
  timezone: z
    .string()
    .max(60)
    .refine(isZone, 'is not a time zone; write one like Europe/Amsterdam.')
    .optional()
    .describe(
      "The company's time zone. Without it, times in reports are read with the offset of the report's own clock.",
    ),
});
export type QuickbooksConfig = z.infer<typeof QuickbooksConfig>;
