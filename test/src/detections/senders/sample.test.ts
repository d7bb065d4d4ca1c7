import { existsSync, readFileSync } from 'node:fs';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { Detection } from '#src/detections/detection.ts';
import { normaliseBody } from '#src/detections/senders/index.ts';
import { skipReason } from '#test/helpers/require-or-skip.ts';
import { readOne, receivedAt } from './finding.ts';

const { CORDON_SAMPLES: samples = fileURLToPath(new URL('../../../../../shared/samples', import.meta.url)) } = env;
const file = `${samples}/detections/ocsf-okta-detection-finding.json`;

test.skipIf(!existsSync(file) && skipReason(`the published samples are not at ${samples}; set CORDON_SAMPLES`))(
  "a published OCSF finding of Okta's becomes a detection with nothing invented",
  () => {
    const read = readOne(normaliseBody('ocsf', readFileSync(file), { source: 'okta', receivedAt }));
    expect(read).toEqual({
      ok: true,
      detection: {
        source: 'okta',
        senderUid: 'dc9fd3c0-598c-11ef-8478-2b7584bf8d5a',
        reportedBy: 'Okta System Log',
        title: 'Login Failures',
        message: 'Request from suspicious actor',
        grade: 'finding',
        rule: { techniques: [], analytics: [] },
        product: 'okta',
        productName: 'Okta',
        severity: 'medium',
        senderSeverity: 'Unknown',
        status: 'new',
        occurredAt: '2024-08-13T15:58:20.000Z',
        originalTime: '1723564700',
        receivedAt: receivedAt.toISOString(),
        addresses: [{ ip: '10.0.0.1', private: true }],
        objects: [{ name: '/app/office365/1111111111/sso/wsfed/active' }],
        counts: [],
        observables: [],
        notes: [
          "The sender's time was in seconds; read as 2024-08-13 15:58 UTC.",
          'The sender reports what was done about it as "Blocked".',
          'Severity not given; treated as medium.',
          'The sender names no person: its actor is the address 10.0.0.1.',
          '10.0.0.1 is a private address; what the sender says about where it is (New York, United States) was left out.',
        ],
      },
    });
    expect(Detection.safeParse(read.ok && read.detection)).toMatchObject({ success: true });
  },
);
