import { describe, expect, test } from 'vitest';
import { detected } from '../finding.ts';
import { alert, body } from './alerts.ts';

const read = () => detected('elastic', body([alert()]));

/** As Kibana hands an alert to a template: every dotted key nested. */
function nested(document: Record<string, unknown>): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(document)) {
    const keys = path.startsWith('@') ? [path] : path.split('.');
    const last = keys.pop() ?? path;
    const holder = keys.reduce((inner, key) => {
      inner[key] ??= {};
      return inner[key] as Record<string, unknown>;
    }, root);
    holder[last] = value;
  }
  return root;
}

describe('a document says the same', () => {
  test('nested throughout, as templates fill it', () => {
    expect(detected('elastic', body([nested(alert())]))).toEqual(read());
  });

  test('flat throughout', () => {
    const flat = {
      event: undefined,
      source: undefined,
      'event.dataset': 'okta.system',
      'event.action': 'user.mfa.factor.reset_all',
      'source.ip': '203.0.113.9',
      'source.geo.city_name': 'Reno',
      'source.geo.country_name': 'United States',
      'source.as.number': 64_500,
      'source.as': { organization: { name: 'Example Telecom' } },
    };
    expect(detected('elastic', body([alert(flat)]))).toEqual(read());
  });

  test('as JSON in a string', () => {
    expect(detected('elastic', body(JSON.stringify([alert()])))).toEqual(read());
  });
});
