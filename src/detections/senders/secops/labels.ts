import type { Rule } from './schema.ts';

const TECHNIQUE = /\bT\d{4}(?:\.\d{3})?\b/g;
const TECHNIQUE_PAGE = /\/techniques\/(T\d{4})(?:\/(\d{3}))?/g;

/** Of a rule's `meta` section, which its author words freely; these are the keys of Google's published rules. */
export function readLabels({ ruleLabels }: Rule) {
  const all = (...keys: readonly string[]) =>
    ruleLabels.flatMap(({ key, value }) => (value && keys.includes(key?.toLowerCase() ?? '') ? [value] : []));
  const named = all('technique', 'mitre_attack_technique', 'mitre_attack_technique_id');
  return {
    severity: all('severity')[0],
    ruleName: all('rule_name')[0],
    ruleId: all('rule_id')[0],
    attackVersion: all('mitre_attack_version')[0],
    products: all('product', 'data_source'),
    techniques: [
      ...new Set([
        ...named.flatMap((words) => words.match(TECHNIQUE) ?? []),
        ...all('mitre_attack_url').flatMap((url) =>
          [...url.matchAll(TECHNIQUE_PAGE)].map(([, id, sub]) => (sub ? `${id}.${sub}` : `${id}`)),
        ),
      ]),
    ],
  };
}
