import { readIp } from '../../reading/addresses.ts';
import type { Notes } from '../../reading/notes.ts';
import type { PartyAsSent } from '../../reading/parties.ts';
import type { SentFinding } from '../../reading/read-finding.ts';
import { emailAddress, LONGEST, showable } from '../../reading/text.ts';
import type { Entity, LogEvent } from './schema.ts';

const APP = /^(AppInstance|PublicClientApp(Entity)?)$/i;

const isUser = ({ type, id }: Entity): boolean =>
  type ? type.toLowerCase() === 'user' : id?.startsWith('00u') === true;
export const isApp = ({ type }: Entity): boolean => APP.test(type ?? '');
/** Everything that was acted upon and is nobody's account. */
export const isThing = (entity: Entity): boolean => !isUser(entity);

type People = Pick<SentFinding, 'actor' | 'target' | 'integration'>;

/** Who did it, to whom, and with which app. In events on OAuth the app that was acted upon is the one it is about. */
export function readPeople({ actor, target, eventType }: LogEvent, notes: Notes): People {
  const [first, ...others] = target.filter(isUser);
  for (const { displayName } of others) {
    const also = showable(displayName, LONGEST.name, "target's name", notes);
    if (also) notes.add(`Okta also names ${also} as a target.`);
  }
  const app = actor && isApp(actor) ? actor : eventType?.startsWith('app.oauth2.') ? target.find(isApp) : undefined;
  return {
    actor: actor && readActor(actor, notes),
    target: first && asParty(first),
    integration: app && { name: app.displayName ?? app.alternateId, id: app.id },
  };
}

function readActor(actor: Entity, notes: Notes): PartyAsSent | undefined {
  if (isUser(actor)) return asParty(actor);
  if (isApp(actor)) return undefined;
  const address = readIp(actor.displayName ?? actor.id);
  const name = address ?? showable(actor.displayName ?? actor.id, LONGEST.name, "actor's name", notes);
  if (name) notes.add(`Okta names no person as the actor: it is ${name}${address ? ', an address' : ''}.`);
  return undefined;
}

/** The sign-in name counts only as an e-mail address: where it is none, people have typed passwords into it. */
const asParty = ({ id, alternateId, displayName }: Entity): PartyAsSent => ({
  ids: { okta: id },
  fullName: displayName,
  email: emailAddress(alternateId),
});
