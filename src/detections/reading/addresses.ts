import { BlockList, isIP } from 'node:net';
import type { Address } from '../detection.ts';
import type { Notes } from './notes.ts';
import { LONGEST, showable } from './text.ts';

/** Ranges the internet does not route (RFC 6890); the documentation ranges are left out, since fixtures stand in for real addresses. */
const UNROUTED = new BlockList();
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['224.0.0.0', 3],
] as const) {
  UNROUTED.addSubnet(net, prefix, 'ipv4');
}
for (const [net, prefix] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  UNROUTED.addSubnet(net, prefix, 'ipv6');
}

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;
const MOST_ADDRESSES = 20;
/** However often a few addresses are repeated. */
const MOST_LOOKED_AT = 1_000;

/** "AS64500", where the number can be one. */
export const asNumber = (value: string | number | undefined): string | undefined =>
  /^(AS)?[1-9]\d{0,9}$/i.test(String(value ?? '')) ? `AS${String(value).replace(/^AS/i, '')}` : undefined;

/** The address in one spelling, or undefined when the text is none. */
export function readIp(text: string | undefined): string | undefined {
  const bare = text?.trim().replace(/%.*$/, '') ?? '';
  const ip = bare.match(MAPPED)?.[1] ?? bare.toLowerCase();
  return isIP(ip) === 0 ? undefined : ip;
}

const isPrivate = (ip: string): boolean => UNROUTED.check(ip, isIP(ip) === 6 ? 'ipv6' : 'ipv4');

export interface AddressAsSent {
  ip: string | undefined;
  place?: string | undefined;
  network?: string | undefined;
}

/** Each address once, with what the sender says about it; a private address has no place on the map, whatever the sender says. */
export function readAddresses(sent: readonly AddressAsSent[], notes: Notes): Address[] {
  const read = new Map<string, Address>();
  for (const { ip: text, ...said } of sent.slice(0, MOST_LOOKED_AT)) {
    const ip = readIp(text);
    if (ip === undefined) {
      if (text?.trim()) notes.add('An address was left out: it is not an IP address.');
      continue;
    }
    if (read.size === MOST_ADDRESSES && !read.has(ip)) {
      notes.add(`More than ${MOST_ADDRESSES} addresses were sent; the others were left out.`);
      break;
    }
    const place = showable(said.place, LONGEST.name, 'place', notes);
    const network = showable(said.network, LONGEST.name, 'network', notes);
    if (isPrivate(ip)) {
      if (place ?? network)
        notes.add(
          `${ip} is a private address; what the sender says about where it is (${place ?? network}) was left out.`,
        );
      read.set(ip, { ip, private: true });
    } else {
      read.set(ip, { ...read.get(ip), ip, private: false, ...(place && { place }), ...(network && { network }) });
    }
  }
  return [...read.values()];
}
