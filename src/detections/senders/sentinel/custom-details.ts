import { text } from '../../reading/lenient.ts';
import type { Notes } from '../../reading/notes.ts';
import type { SentFinding } from '../../reading/read-finding.ts';
import type { Alert } from './schema.ts';

/** The names a rule's author may give custom details for Cordon to read them; capitals and underscores do not matter. */
const NAMES = [
  'app',
  'integration',
  'object',
  'record_count',
  'usual_count',
  'amount',
  'currency',
  'payee',
  'kind',
] as const;
type Name = (typeof NAMES)[number];

const plain = (name: string): string => name.toLowerCase().replaceAll('_', '');

/** What the alerts' custom details say, each the first value of its name. */
export function readDetails(alerts: readonly Alert[], notes: Notes): Partial<SentFinding> {
  const details = alerts.flatMap(({ properties }) =>
    Object.entries(properties?.additionalData?.['Custom Details'] ?? {}),
  );
  const of = (wanted: Name): string | undefined => {
    const values = details.filter(([name]) => plain(name) === plain(wanted)).flatMap(([, value]) => texts(value));
    if (new Set(values).size > 1) notes.add(`The alerts give several values for ${wanted}; the first is used.`);
    return values[0];
  };
  const [app, integration, object, count, usual, amount, currency, payee, kind] = NAMES.map(of);
  return {
    kind,
    products: [app],
    integration: { name: integration },
    objects: [{ name: object }],
    counts: [{ what: 'records', count, usual }],
    amount: { value: amount, currency },
    payee: { name: payee },
  };
}

const texts = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).slice(0, 10).flatMap((entry) => text.parse(entry) ?? []);
