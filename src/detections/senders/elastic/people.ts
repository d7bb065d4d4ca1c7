import type { Notes } from '../../reading/notes.ts';
import { noteOthers } from '../../reading/other-people.ts';
import type { PartyAsSent } from '../../reading/parties.ts';
import type { SentFinding } from '../../reading/read-finding.ts';
import { isRecord } from '../sender.ts';
import { at, word } from './document.ts';

/** In ECS `user` did it and `user.target` is whom it was done to. Okta's own fields hold the addresses the ECS ones lack. */
export function readPeople(alert: unknown, notes: Notes): Pick<SentFinding, 'actor' | 'target'> {
  const targets = oktaTargets(alert).filter(isUser).map(oktaUser);
  const actor =
    (isUser(at(alert, 'okta.actor')) ? oktaUser(at(alert, 'okta.actor')) : undefined) ??
    ['user', 'source.user', 'client.user'].map((field) => ecsUser(alert, field)).find(Boolean);
  const target = targets[0] ?? ecsUser(alert, 'user.target');
  noteOthers(targets, [actor, target], notes);
  return { actor, target };
}

/** What Okta says was touched besides people: apps, policies, groups. */
export const readOktaObjects = (alert: unknown): { type: string | undefined; name: string | undefined }[] =>
  oktaTargets(alert)
    .filter((target) => !isUser(target))
    .map((target) => ({ type: word(target, 'type'), name: word(target, 'display_name') }));

function oktaTargets(alert: unknown): unknown[] {
  const targets = at(alert, 'okta.target');
  return (Array.isArray(targets) ? targets : [targets]).filter(isRecord).slice(0, 50);
}

const isUser = (entry: unknown): boolean => word(entry, 'type') === 'User';

const oktaUser = (entry: unknown): PartyAsSent => ({
  fullName: word(entry, 'display_name'),
  userName: word(entry, 'alternate_id'),
  ids: { okta: word(entry, 'id') },
});

/** Some data streams write the sign-in name into `user.id`. */
function ecsUser(alert: unknown, field: string): PartyAsSent | undefined {
  const id = word(alert, `${field}.id`);
  const isName = id?.includes('@') ?? false;
  const user = {
    email: word(alert, `${field}.email`),
    fullName: word(alert, `${field}.full_name`),
    userName: isName ? id : word(alert, `${field}.name`),
    uid: isName ? undefined : id,
  };
  return Object.values(user).some(Boolean) ? user : undefined;
}
