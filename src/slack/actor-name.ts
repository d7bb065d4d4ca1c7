import { Actor } from '../journal/actor.ts';
import { foreign } from './text.ts';

/** Who did it, as a line names them. */
export function actorName(actor: unknown): string {
  const parsed = Actor.safeParse(actor);
  if (!parsed.success) return 'Cordon';
  switch (parsed.data.kind) {
    case 'slack-user':
      return foreign(parsed.data.name, 60);
    case 'cli':
      return `${foreign(parsed.data.user, 60)} (command line)`;
    case 'webhook':
    case 'job':
      return 'Cordon';
  }
}
