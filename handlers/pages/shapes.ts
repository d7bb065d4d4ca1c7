import { z } from 'zod';

const Token = z.string().min(1).max(100);
const Base64Url = z.string().max(20_000);

/** What a browser's passkey says, as far as it is read; the library reads the rest of what is in it. */
const credential = <Response extends z.ZodRawShape>(response: Response) =>
  z.object({
    id: z.string().max(2_000),
    rawId: z.string().max(2_000),
    type: z.literal('public-key'),
    response: z.object({ clientDataJSON: Base64Url, ...response }),
    clientExtensionResults: z.looseObject({}).transform(() => ({})),
  });

export const OnlyToken = z.object({ token: Token });

export const Ask = z.object({ token: Token, answer: z.enum(['yes', 'no']) });

/** Exactly six digits, however they were spaced. */
export const Code = z
  .string()
  .max(20)
  .transform((code) => code.replaceAll(/\s/g, ''));

export const Confirm = z.union([
  Ask.extend({ response: credential({ authenticatorData: Base64Url, signature: Base64Url }) }),
  Ask.extend({ code: Code }),
]);

export const Registration = OnlyToken.extend({
  response: credential({
    attestationObject: Base64Url,
    transports: z.array(z.string().max(40)).max(10).default([]),
  }),
});

export const EnrolCode = OnlyToken.extend({ code: Code });
