import type { Config, Source } from '#src/config/schema.ts';

/** Fits every address with a secret that nothing else fits, and is never authentic. */
const NOBODY: Source = { shape: 'none', auth: { path: { secrets: [] } } };

export interface FoundSource {
  /** As in cordon.yaml, or "unknown": what a stranger wrote into the address may be a secret and is not repeated. */
  name: string;
  source: Source;
}

/**
 * The source an address belongs to. With one more part, the address says nothing about which sources exist: an unknown source, one that takes
 * no secret there, and a wrong secret are refused alike.
 */
export function findSource(
  { sources }: Pick<Config, 'sources'>,
  params: Readonly<Record<string, string>>,
): FoundSource | undefined {
  const name = params.source ?? '';
  const known = Object.hasOwn(sources, name) ? sources[name] : undefined;
  if (params.secret === undefined) return known && { name, source: known };
  return known?.auth.path ? { name, source: known } : { name: 'unknown', source: NOBODY };
}
