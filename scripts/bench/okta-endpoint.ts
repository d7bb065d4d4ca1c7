/**
 * The Okta that Cordon's own connector asks during the benchmark. Each of the four questions makes two rounds of requests, one after the
 * other: first the person, then everything else side by side. Every request is answered after half of the time, so a question takes all
 * of it.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const QUESTION_MS = 100;
const ROUNDS = 2;

const user = (login: string) => ({
  id: `00u${createHash('sha256').update(login).digest('hex').slice(0, 17)}`,
  status: 'ACTIVE',
  profile: { login, email: login, displayName: login.split('@')[0], department: 'Sales', title: 'Account executive' },
});

const signIn = (number: number) => ({
  uuid: `sign-in-${number}`,
  published: new Date(Date.now() - number * 86_400_000).toISOString(),
  eventType: 'user.session.start',
  actor: { id: '00u1', type: 'User', displayName: 'Somebody', alternateId: 'somebody@bench.example' },
  client: {
    ipAddress: '203.0.113.7',
    device: 'Computer',
    geographicalContext: { city: 'Rotterdam', country: 'Netherlands' },
  },
  securityContext: { asNumber: 64_500, asOrg: 'Example Telecom', isProxy: false },
  outcome: { result: 'SUCCESS' },
});
const log = JSON.stringify(Array.from({ length: 5 }, (_, number) => signIn(number)));
const groups = JSON.stringify([{ id: '00g1everyone', type: 'BUILT_IN', profile: { name: 'Everyone' } }]);

function answer(url: URL): string {
  const [, , , what, id = '', part] = url.pathname.split('/');
  if (what === 'logs') return log;
  if (part === undefined) return JSON.stringify(user(decodeURIComponent(id)));
  return part === 'groups' ? groups : '[]';
}

const server = createServer((request, response) => {
  const body = answer(new URL(request.url ?? '/', 'http://127.0.0.1'));
  setTimeout(() => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
    response.end(body);
  }, QUESTION_MS / ROUNDS);
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1');
await once(server, 'listening');
process.on('disconnect', () => process.exit(0));
process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
