import { z } from 'zod';
import { asNumber, readIp } from '../reading/addresses.ts';
import { embedded, list, text } from '../reading/lenient.ts';
import { createNotes } from '../reading/notes.ts';
import { readFinding, type SentFinding } from '../reading/read-finding.ts';
import { at, word, words } from './elastic/document.ts';
import { readOktaObjects, readPeople } from './elastic/people.ts';
import { kindOfPrebuiltRule } from './elastic/prebuilt-rules.ts';
import { readSeverity, readStatus } from './elastic/severity.ts';
import { isRecord, refuse, type Sender } from './sender.ts';

const TEMPLATE = 'elastic/1';
const DATA_SOURCE = 'Data Source: ';

const Rule = z.object({ id: text, name: text, severity: text, risk_score: text });
const Alerts = embedded(z.array(z.unknown()));
const Threats = list(
  z.object({
    technique: list(z.object({ id: list(z.string()), subtechnique: list(z.object({ id: list(z.string()) })) })),
  }),
);

/** What the template says of all its alerts. */
const Envelope = z.object({ rule: Rule.catch(Rule.parse({})), link: text });

/** Elastic Security alerts in Cordon's Mustache template. See docs/senders/elastic.md. */
export const elastic: Sender = {
  id: 'elastic',
  name: 'Elastic Security',
  split(payload) {
    if (!isRecord(payload) || payload.cordon_template !== TEMPLATE) {
      const reason = `The body is not Cordon\u2019s template for Elastic: it must be an object that says "cordon_template": "${TEMPLATE}".`;
      return refuse('not-the-template', reason, 'cordon_template');
    }
    const { rule, link } = payload;
    const alerts = Alerts.parse(payload.alerts);
    if (alerts?.length) return alerts.map((alert) => ({ rule, link, alert }));
    const reason =
      'There are no alerts in it. The template’s line for them is {{{context.alerts.asJSON}}}, in three braces.';
    return refuse('no-alert', reason, 'alerts');
  },
  read(part, context) {
    if (!isRecord(part) || !isRecord(part.alert))
      return refuse('not-an-alert', 'An entry of "alerts" is not an alert document.', 'alerts');
    const { alert } = part;
    const { rule, link } = Envelope.parse(part);
    const notes = createNotes(context.notes);
    const of = (field: string) => word(alert, `kibana.alert.${field}`);
    const ruleId = of('rule.rule_id') ?? rule.id;
    const ruleName = of('rule.name') ?? rule.name;
    const sent: SentFinding = {
      uid: of('uuid') ?? word(alert, '_id'),
      content: { rule, alert },
      titles: [ruleName, of('reason')],
      message: of('reason'),
      kind: kindOfPrebuiltRule(ruleId),
      grade: of('building_block_type') === undefined ? 'finding' : 'event',
      products: [...words(alert, 'event.dataset'), ...words(alert, 'event.module'), ...dataSources(alert)],
      severity: readSeverity(of('severity') ?? rule.severity, of('risk_score') ?? rule.risk_score, notes),
      status: readStatus(alert, notes),
      time: of('original_time') ?? word(alert, '@timestamp'),
      ...readPeople(alert, notes),
      ...readWhere(alert),
      objects: [...readOktaObjects(alert), { type: 'file', name: word(alert, 'file.name') }],
      counts: [{ what: 'events', count: of('threshold_result.count') }],
      rule: { name: ruleName, uid: ruleId ?? of('rule.uuid'), techniques: techniques(alert) },
      link: of('url') ?? link,
    };
    return readFinding(sent, context, notes);
  },
};

/** Prebuilt rules say in a tag which product they watch. */
const dataSources = (alert: unknown): string[] =>
  words(alert, 'kibana.alert.rule.tags').flatMap((tag) =>
    tag.startsWith(DATA_SOURCE) ? tag.slice(DATA_SOURCE.length) : [],
  );

function readWhere(alert: unknown): Pick<SentFinding, 'addresses' | 'observables'> {
  const sources = addresses(alert, 'source');
  const known = new Set(sources.map(({ ip }) => readIp(ip)));
  return {
    addresses: [...sources, ...addresses(alert, 'client').filter(({ ip }) => !known.has(readIp(ip)))],
    observables: [
      { type: 'action', value: word(alert, 'event.action') },
      { type: 'session', value: word(alert, 'okta.authentication_context.external_session_id') },
      { type: 'user-agent', value: word(alert, 'user_agent.original') },
      { type: 'domain', value: word(alert, 'url.domain') },
    ],
  };
}

function addresses(alert: unknown, side: 'source' | 'client') {
  const of = (field: string) => word(alert, `${side}.${field}`);
  const place = [of('geo.city_name'), of('geo.region_name'), of('geo.country_name') ?? of('geo.country_iso_code')];
  const network = [of('as.organization.name'), asNumber(of('as.number'))];
  return words(alert, `${side}.ip`).map((ip) => ({
    ip,
    place: place.filter(Boolean).join(', ') || undefined,
    network: network.filter(Boolean).join(', ') || undefined,
  }));
}

/** The more exact sub-technique stands for its technique. */
const techniques = (alert: unknown): string[] =>
  Threats.parse(at(alert, 'kibana.alert.rule.threat') ?? at(alert, 'threat'))
    .flatMap(({ technique }) => technique)
    .flatMap(({ id, subtechnique }) => {
      const exact = subtechnique.flatMap((sub) => sub.id);
      return exact.length > 0 ? exact : id;
    });
