import { BlockList, isIP } from 'node:net';
import type { SourceAuth } from '../../config/source-auth.ts';
import { isOneOf } from './constant-time.ts';
import { notAuthentic, type Verdict, type WebhookRequest } from './verdict.ts';

type Settings = NonNullable<SourceAuth['path']>;
/** Everything but the body: enough to know before it is read. */
type Addressed = Pick<WebhookRequest, 'url' | 'remoteAddress'>;

/** A secret as the last part of the address, `/webhooks/NAME/SECRET`, and optionally only from some networks. */
export function verifyPath({ secrets, allow_from: networks }: Settings, request: Addressed): Verdict {
  const given = URL.parse(request.url, 'http://localhost')?.pathname.split('/')[3];
  if (!isOneOf(secrets, given)) return notAuthentic('the secret in the address does not fit');
  return networks === undefined || isWithin(networks, request.remoteAddress)
    ? { ok: true, headers: 'count' }
    : notAuthentic('it came from outside allow_from');
}

const family = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 4 ? 'ipv4' : 'ipv6');

/** An IPv4 address that arrives as IPv6 (`::ffff:…`) counts as IPv4. */
function isWithin(networks: readonly string[], address: string | undefined): boolean {
  if (address === undefined || isIP(address) === 0) return false;
  const allowed = new BlockList();
  for (const network of networks) {
    const [base = '', prefix] = network.split('/');
    if (prefix === undefined) allowed.addAddress(base, family(base));
    else allowed.addSubnet(base, Number(prefix), family(base));
  }
  return allowed.check(address, family(address));
}
