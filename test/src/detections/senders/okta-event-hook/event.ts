import type { Detection } from '#src/detections/detection.ts';
import { detected } from '../finding.ts';

export const dana = {
  id: '00uHELP0000000001',
  type: 'User',
  alternateId: 'Dana.Ortiz@northwind.example',
  displayName: 'Dana Ortiz',
};
export const mara = {
  id: '00uVICT0000000001',
  type: 'User',
  alternateId: 'mara.ito@northwind.example',
  displayName: 'Mara Ito',
};

/** A factor reset by the help desk, with whatever a test is about on top. */
export const event = (more: object = {}) => ({
  uuid: 'f1d0b993-0000-11f1-a688-db22c99ef6c4',
  published: '2026-11-22T08:02:11.159Z',
  eventType: 'user.mfa.factor.reset_all',
  version: '0',
  displayMessage: 'Reset all factors for user',
  severity: 'INFO',
  actor: { ...dana, detailEntry: null },
  client: {
    ipAddress: '203.0.113.9',
    zone: 'null',
    userAgent: { rawUserAgent: 'Mozilla/5.0', os: 'Mac OS X', browser: 'CHROME' },
    geographicalContext: {
      city: 'Reno',
      state: 'Nevada',
      country: 'United States',
      geolocation: { lat: 39.5, lon: -119.8 },
    },
  },
  outcome: { result: 'SUCCESS', reason: null },
  target: [mara],
  securityContext: { asNumber: 64500, asOrg: 'example isp', isProxy: false },
  authenticationContext: { externalSessionId: 'idxA1b2C3d4' },
  debugContext: { debugData: { requestId: 'X7' } },
  transaction: { id: 'X7', type: 'WEB', detail: {} },
  ...more,
});

/** What the hook sends. */
export const hook = (...events: unknown[]) => ({
  eventType: 'com.okta.event_hook',
  eventTypeVersion: '1.0',
  cloudEventsVersion: '0.1',
  source: 'https://northwind.okta.example/api/v1/eventHooks/who7hphp39',
  eventId: '85b60edb-0000-4000-8000-818e26201052',
  data: { events },
  eventTime: '2026-11-22T08:02:12.000Z',
  contentType: 'application/json',
});

export const read = (more: object = {}): Detection => detected('okta-event-hook', hook(event(more)));
