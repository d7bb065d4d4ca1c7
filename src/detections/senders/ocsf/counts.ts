import type { Detection } from '../../detection.ts';
import type { Notes } from '../../reading/notes.ts';
import { median, readCount } from '../../reading/number.ts';
import { LONGEST, showable } from '../../reading/text.ts';
import type { DetectionFinding } from './schema.ts';

type Measured = DetectionFinding['anomaly_analyses'][number]['anomalies'][number];
type Count = Detection['counts'][number];

/** OCSF asks for `value`; some senders put the measurement into `count` instead, or name a thing in `value` and count it. */
const measurements = ({ observations }: Measured): number[] =>
  observations.flatMap(({ value, count }) => readCount(value) ?? readCount(count) ?? []);

/** What the sender measured against what it calls normal: the highest measurement, and the median of the baseline. */
export function readCounts({ anomaly_analyses, count }: DetectionFinding, notes: Notes): Count[] {
  const read = new Map<string, Count>();
  for (const { anomalies, baselines } of anomaly_analyses) {
    for (const anomaly of anomalies) {
      const what = showable(anomaly.observation_parameter, LONGEST.word, 'measured parameter', notes);
      if (!what || read.has(what)) continue;
      const measured = measurements(anomaly);
      if (measured.length === 0) {
        notes.add(`The sender's measurement of ${what} is not a number; it was left out.`);
        continue;
      }
      const normal = baselines.filter((baseline) => baseline.observation_parameter === anomaly.observation_parameter);
      const usual = median(normal.flatMap(measurements));
      read.set(what, { what, count: Math.max(...measured), ...(usual !== undefined && { usual }) });
    }
  }
  const events = readCount(count);
  return [...read.values(), ...(events !== undefined && events > 1 ? [{ what: 'events', count: events }] : [])];
}
