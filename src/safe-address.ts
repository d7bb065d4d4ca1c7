const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether secrets may be sent to this address: https, or http on this machine only; nothing hidden in it but scheme, host and path. */
export function isSafeAddress(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(value);
  const safe = protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname));
  return safe && username + password + search + hash === '';
}
