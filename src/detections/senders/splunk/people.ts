import type { Notes } from '../../reading/notes.ts';
import { noteOthers } from '../../reading/other-people.ts';
import type { PartyAsSent } from '../../reading/parties.ts';
import type { SentFinding } from '../../reading/read-finding.ts';
import type { Row } from './row.ts';

type People = Pick<SentFinding, 'subject' | 'actor' | 'target'>;

/**
 * In Splunk's common information model `user` is the one it is about and `src_user` the one who did it to them. `user` alone says nothing
 * about who acted, so then nobody is said to have.
 */
export function readPeople(row: Row, notes: Notes): People {
  const users = row.user.map((userName, index) => account(userName, index === 0 ? row.user_id : undefined));
  const sources = row.src_user.map((userName, index) => account(userName, index === 0 ? row.src_user_id : undefined));
  const user = users[0] ?? (row.user_id === undefined ? undefined : { uid: row.user_id });
  const actor = sources[0] ?? (row.src_user_id === undefined ? undefined : { uid: row.src_user_id });
  const atRisk = riskyUser(row);
  const people = placed(user ?? (actor ? undefined : atRisk), actor);
  noteOthers([...users, ...sources, ...(atRisk ? [atRisk] : [])], [people.subject, people.actor, people.target], notes);
  return people;
}

function placed(user: PartyAsSent | undefined, actor: PartyAsSent | undefined): People {
  if (!actor) return { subject: user };
  return user === undefined || spelled(user) === spelled(actor) ? { actor } : { actor, target: user };
}

const spelled = ({ userName, uid }: PartyAsSent): string | undefined => (userName ?? uid)?.toLowerCase();

const account = (userName: string, uid: string | undefined): PartyAsSent => ({ userName, uid });

/** Whom Enterprise Security counts the risk to, when that is a person. */
function riskyUser(row: Row): PartyAsSent | undefined {
  const name = row.risk_object ?? row.entity;
  const isUser = (row.risk_object_type ?? row.entity_type)?.toLowerCase() === 'user';
  return name !== undefined && isUser ? { userName: name } : undefined;
}
