import { describe, expect, test } from 'vitest';
import type { Detection } from '#src/detections/detection.ts';
import { detected } from '../finding.ts';
import { alert, body, rule } from './alerts.ts';

describe('severity', () => {
  const severity = (word: unknown, risk: unknown, ofRule: object = {}): Detection =>
    detected(
      'elastic',
      body([alert({ 'kibana.alert.severity': word, 'kibana.alert.risk_score': risk })], { rule: ofRule }),
    );

  test.each([
    ['low', 99, 'low'],
    ['medium', null, 'medium'],
    ['high', 1, 'high'],
    ['critical', 21, 'critical'],
  ])('the word %s decides, whatever the score %s says', (word, risk, is) => {
    expect(severity(word, risk)).toMatchObject({ severity: is, senderSeverity: word });
  });

  test.each([
    [0, 'info'],
    [20, 'info'],
    [20.5, 'info'],
    [21, 'low'],
    [46, 'low'],
    [47, 'medium'],
    [72, 'medium'],
    [73, 'high'],
    [98, 'high'],
    ['99', 'critical'],
    [100, 'critical'],
  ])('the score %s alone is %s', (risk, is) => {
    expect(severity(null, risk)).toMatchObject({ severity: is, senderSeverity: `risk score ${risk}` });
  });

  test.each([[101], [-1], ['x'], [null]])('the score %s is none', (risk) => {
    expect(severity(null, risk)).toMatchObject({ severity: 'medium', senderSeverity: null });
  });

  test('a word Cordon does not know leaves it to the score, with a note', () => {
    const { severity: is, notes } = severity('sev1', 73);
    expect(is).toBe('high');
    expect(notes).toContain('The sender\'s severity "sev1" is not one Cordon knows; its risk score is used.');
  });

  test('the rule speaks where the alert does not', () => {
    expect(severity(null, null, rule)).toMatchObject({ severity: 'low', senderSeverity: 'low' });
    expect(severity(null, null, { risk_score: '47' })).toMatchObject({ severity: 'medium' });
  });
});
