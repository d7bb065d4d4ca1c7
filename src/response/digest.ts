import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** Everything a yes is a yes to. Any difference at execution voids it. */
export interface BoundPlan {
  /** `salesforce.freeze-user`, or the decision's key. */
  what: string;
  input: unknown;
  /** Facts about the target that the yes depends on, by label. */
  bound: Readonly<Record<string, string>>;
  /** Whose yes it takes: a change of the policy is a change of the plan. */
  needs: readonly { role: string; count: number }[];
  playbook: string;
  version: string;
  /** Counts the times the same step was offered again after it had ended. */
  offer: number;
}

/** SHA-256, hex, over the canonical plan (RFC 8785). */
export function digestOf(plan: BoundPlan): string {
  return createHash('sha256')
    .update(canonicalize(plan) ?? '')
    .digest('hex');
}

/** The short form people compare: "7F3A". */
export const planCode = (digest: string): string => digest.slice(0, 4).toUpperCase();

/** One sentence per fact that changed: "Amount: € 48,200.00 → € 84,200.00". */
export function differences(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): string[] {
  const labels = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...labels]
    .filter((label) => before[label] !== after[label])
    .map((label) => `${label}: ${before[label] ?? 'nothing'} → ${after[label] ?? 'nothing'}`);
}
