import { factorChanges } from '#src/connectors/okta/queries/factor-changes.ts';
import { grants } from '#src/connectors/okta/queries/grants.ts';
import { signIns } from '#src/connectors/okta/queries/sign-ins.ts';
import { user } from '#src/connectors/okta/queries/user.ts';
import { ask, definePlaybook, handOver } from '#src/playbook.ts';
import { aboutPerson, windowOf } from './people.ts';

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;
const SENDER_POINTS = { info: 5, low: 20, medium: 40, high: 60, critical: 80 } as const;

/** For what no other playbook knows: say who it is and where they signed in, and leave the judgement to a person. */
export const unknownDetection = definePlaybook({
  id: 'unknown-detection',
  version: '1',
  title: 'A detection without a playbook',
  when: 'fallback',
  headline: (facts) => {
    const newest = facts.detections.at(-1);
    const who = facts.subject?.name ?? facts.subject?.email ?? newest?.addresses[0]?.ip;
    return [who, newest?.productName ?? newest?.reportedBy, newest?.title].filter(Boolean).join(' · ');
  },
  ask: [
    ask(user, (facts) => aboutPerson(facts, 'okta', (person) => ({ person }))),
    ask(signIns, (facts) => aboutPerson(facts, 'okta', (person) => ({ person, ...windowOf(facts) }))),
    ask(factorChanges, (facts) => aboutPerson(facts, 'okta', (person) => ({ person, ...windowOf(facts, WEEK_MS) }))),
    ask(grants, (facts) => aboutPerson(facts, 'okta', (person) => ({ person }))),
  ],
  weigh: [
    ({ detections }) => {
      const newest = detections.at(-1);
      if (!newest) return undefined;
      const given =
        newest.senderSeverity === null ? 'its sender gave no severity' : `its sender calls it ${newest.senderSeverity}`;
      return {
        points: SENDER_POINTS[newest.severity],
        because: `${given}; Cordon has no playbook for it and does not guess`,
      };
    },
  ],
  tells: [factorChanges, signIns],
  pageAt: 0,
  steps: [
    handOver({
      key: 'look',
      role: 'security',
      quorum: 1,
      task: (facts) => {
        const link = facts.detections.at(-1)?.link;
        return {
          title: 'Look at it where it was detected',
          words:
            'Cordon has no playbook for this kind of detection, so it proposes no action. Look at it at its source and say what you found.',
          ...(link ? { link } : {}),
        };
      },
    }),
  ],
});
