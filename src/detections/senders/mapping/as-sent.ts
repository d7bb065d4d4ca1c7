import type { Mapping } from '../../../config/mapping.ts';
import type { PartyAsSent } from '../../reading/parties.ts';
import type { SentFinding } from '../../reading/read-finding.ts';
import type { Reader } from './reader.ts';
import { readWords } from './words.ts';

/** The sender's values, put where the mapping says they belong. */
export function asSent(mapping: Mapping, reader: Reader): SentFinding {
  const { text, measure, texts } = reader;
  const { subject, actor, target, integration, amount, payee, rule } = mapping;
  return {
    uid: text(mapping.id),
    content: undefined,
    titles: [text(mapping.title)],
    time: measure(mapping.time),
    ...readWords(mapping, reader),
    message: text(mapping.message),
    reportedBy: text(mapping.reported_by),
    link: text(mapping.link),
    subject: subject && party(subject, reader),
    actor: actor && party(actor, reader),
    target: target && party(target, reader),
    integration: integration && { name: text(integration.name), id: text(integration.id) },
    ...lists(mapping, reader),
    amount: amount && { value: measure(amount.value), currency: text(amount.currency) },
    payee: payee && { id: text(payee.id), name: text(payee.name) },
    ...(rule && {
      rule: {
        name: text(rule.name),
        uid: text(rule.uid),
        techniques: texts(rule.techniques),
        analytics: texts(rule.analytics),
        attackVersion: text(rule.attack_version),
      },
    }),
  };
}

const party = (sent: NonNullable<Mapping['subject']>, { text }: Reader): PartyAsSent => ({
  email: text(sent.email),
  fullName: text(sent.name),
  userName: text(sent.user_name),
  ids: Object.fromEntries(Object.entries(sent.ids ?? {}).map(([system, place]) => [system, text(place)])),
});

function lists(
  { addresses = [], objects = [], counts = [], observables = [] }: Mapping,
  { each }: Reader,
): Required<Pick<SentFinding, 'addresses' | 'objects' | 'counts' | 'observables'>> {
  return {
    addresses: addresses.flatMap((one) => each(one.list).flatMap((entry) => addressesOf(one, entry))),
    objects: objects.flatMap(({ list, type, name }) =>
      each(list).flatMap((entry) => entry.texts([name]).map((found) => ({ type: entry.text(type), name: found }))),
    ),
    counts: counts.flatMap(({ list, what, count, usual }) =>
      each(list).map((entry) => ({
        what: entry.text(what),
        count: entry.measure(count),
        usual: entry.measure(usual),
      })),
    ),
    observables: observables.flatMap(({ list, type, value }) =>
      each(list).flatMap((entry) =>
        entry.texts([value]).map((found) => ({ type: entry.text(type) ?? 'value', value: found })),
      ),
    ),
  };
}

function addressesOf({ ip, place, network }: NonNullable<Mapping['addresses']>[number], entry: Reader) {
  const ips = entry.texts([ip]);
  // What is said about where it is belongs to one address only.
  const said = ips.length === 1 ? { place: entry.text(place), network: entry.text(network) } : {};
  return ips.map((one) => ({ ip: one, ...said }));
}
