import type { Context } from '../context.ts';
import { InvalidInput } from '../errors.ts';

interface OwnSite {
  /** `https://cordon.example.com`: where links lead, and the only origin a confirmation may come from. */
  origin: string;
  /** The name passkeys are bound to (WebAuthn's relying party id). */
  rpId: string;
  rpName: string;
}

export function ownSite({ config }: Pick<Context, 'config'>): OwnSite {
  const { public_url: origin } = config.server;
  if (!origin)
    throw new InvalidInput(
      'no-address',
      'server.public_url is missing in cordon.yaml, so no link can be made. Set it.',
    );
  return { origin, rpId: new URL(origin).hostname, rpName: `Cordon at ${config.organisation.name}` };
}
