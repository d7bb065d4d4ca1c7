import type { Config } from '../../config/schema.ts';
import type { Context } from '../../context.ts';

/** The sources from which anybody's word is taken, by name. */
export const unauthenticatedSources = ({ sources }: Pick<Config, 'sources'>): string[] =>
  Object.entries(sources).flatMap(([name, { auth }]) => (auth.unauthenticated ? [name] : []));

/** Says so at every start, once for each, so that nobody forgets that a risk was accepted. */
export function warnOfUnauthenticated({ config, log }: Pick<Context, 'config' | 'log'>): void {
  for (const source of unauthenticatedSources(config)) {
    log.warn({ source }, 'this source has no authentication: anybody who reaches its address can post detections');
  }
}
