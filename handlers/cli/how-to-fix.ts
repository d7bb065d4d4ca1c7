interface PutAside {
  id: string;
  source: string;
  /** Undefined when the source is no longer in cordon.yaml. */
  shape: string | undefined;
  code: string | null;
}

const AT_THE_SENDER = 'Correct it at the sender and have it sent again; replaying would end the same way.';

/** What somebody can do about a delivery in quarantine. */
export function howToFix({ id, source, shape, code }: PutAside): string {
  const replay = `cordon deliveries replay ${id}`;
  if (code === 'too-many') return 'The rest of it was read. Have the sender send fewer findings at a time.';
  if (code === 'gave-up') return `Find the fault in the worker's log and upgrade Cordon, then: ${replay}`;
  if (code === 'empty' || code === 'not-json' || code === 'too-intricate') return AT_THE_SENDER;
  if (shape === undefined) return `Put the source ${source} back into cordon.yaml and restart Cordon, then: ${replay}`;
  if (shape === 'mapping')
    return `Correct sources.${source}.mapping in cordon.yaml (docs/senders/mapping.md) and restart Cordon, then: ${replay}`;
  return `Compare it with docs/senders/${shape}.md. Correct it at the sender and have it sent again; or, when the source has the wrong shape, correct sources.${source}.shape in cordon.yaml and restart Cordon, then: ${replay}`;
}
