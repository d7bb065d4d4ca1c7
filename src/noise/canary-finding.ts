import type { Config } from '../config/schema.ts';

interface CanaryParts {
  id: string;
  at: Date;
  organisation: Config['organisation'];
}

const TITLE = 'Cordon canary: a finding that means nothing';
const MESSAGE = 'Cordon sent this to itself to see whether findings arrive. There is nothing to do.';

/** Nobody has this address, so that asking the vendors about it changes nothing and finds nobody. */
const account = ({ domains }: Config['organisation']): string => `cordon-canary@${domains[0] ?? 'example.com'}`;

/** A canary in the shapes Cordon can write itself; by `shape`. */
const WRITERS: Readonly<Record<string, (parts: CanaryParts) => unknown>> = {
  cordon: ({ id, at, organisation }) => ({
    cordon: 'detection/1',
    id,
    title: TITLE,
    message: MESSAGE,
    occurred_at: at.toISOString(),
    severity: 'info',
    subject: { name: 'Cordon canary', email: account(organisation) },
  }),
  ocsf: ({ id, at, organisation }) => ({
    class_uid: 2004,
    category_uid: 2,
    type_uid: 200401,
    activity_id: 1,
    severity_id: 1,
    status_id: 1,
    time: at.getTime(),
    message: MESSAGE,
    metadata: { version: '1.5.0', product: { name: 'Cordon', vendor_name: 'Cordon' } },
    finding_info: { uid: id, title: TITLE },
    evidences: [{ actor: { user: { name: 'Cordon canary', email_addr: account(organisation) } } }],
  }),
};

export const CANARY_SHAPES: readonly string[] = Object.keys(WRITERS);

/** The body of a canary; undefined for shapes Cordon reads but does not write. */
export function canaryFinding(shape: string, parts: CanaryParts): Buffer | undefined {
  const write = Object.hasOwn(WRITERS, shape) ? WRITERS[shape] : undefined;
  return write && Buffer.from(JSON.stringify(write(parts)));
}
