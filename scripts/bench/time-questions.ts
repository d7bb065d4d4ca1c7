import { systemClock } from '#src/clock.ts';
import { okta } from '#src/connectors/okta/index.ts';
import { now, shown } from './numbers.ts';

const person = { email: 'alone@bench.example' };
const DAY_MS = 86_400_000;

/** How long each question of the playbook takes by itself with Cordon's own connector: "okta.user 104 ms". The first one is not timed. */
export async function timeQuestions(oktaUrl: string): Promise<string[]> {
  const store = {
    read: async () => undefined,
    write: async () => undefined,
    exclusively: <T>(_: string, work: () => Promise<T>) => work(),
  };
  const settings = { org_url: oktaUrl, auth: { method: 'ssws', token: 'an-invented-api-token' } };
  const connection = okta.open(settings, { clock: systemClock, tokens: store });
  const until = new Date();
  const window = { since: new Date(until.getTime() - DAY_MS).toISOString(), until: until.toISOString() };
  const took: string[] = [];
  for (const { id } of [...okta.queries.slice(0, 1), ...okta.queries]) {
    const startedAt = now();
    await connection.ask(id, { person, ...window }, { signal: AbortSignal.timeout(5_000) });
    took.push(`${id} ${shown(now() - startedAt)} ms`);
  }
  return took.slice(1);
}
