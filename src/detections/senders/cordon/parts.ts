import type { Detection, Party } from '../../detection.ts';
import type { Notes } from '../../reading/notes.ts';
import { readCount } from '../../reading/number.ts';
import { emailAddress, identifier, LONGEST, showable } from '../../reading/text.ts';
import type { Template } from './template.ts';

const MOST_ENTRIES = 50;
const SYSTEM = /^[a-z][a-z0-9_-]{0,39}$/;

/** Subject, actor and app. Without a subject the actor is who this is about. */
export function readTemplatePeople(sent: Template, notes: Notes): Pick<Detection, 'subject' | 'actor' | 'integration'> {
  const actor = readParty(sent.actor, 'actor', notes);
  const subject = readParty(sent.subject, 'subject', notes) ?? actor;
  const name = showable(sent.integration?.name, LONGEST.name, 'app name', notes);
  const id = identifier(sent.integration?.id, 'app id', notes);
  const integration = (name ?? id) && { ...(name && { name }), ...(id && { id }) };
  if (!subject && !integration) notes.add('The sender names no person and no app.');
  return { ...(subject && { subject }), ...(actor && { actor }), ...(integration && { integration }) };
}

function readParty(sent: Template['subject'], called: string, notes: Notes): Party | undefined {
  if (!sent) return undefined;
  const email = emailAddress(sent.email);
  if (!email && sent.email) notes.add(`The ${called}'s e-mail address was left out: it is none.`);
  const name = showable(sent.name, LONGEST.name, `${called}'s name`, notes);
  const ids = Object.entries(sent.ids ?? {}).flatMap(([system, value]) => {
    const id = identifier(String(value), `${called}'s id`, notes);
    if (!SYSTEM.test(system))
      notes.add(`An id of the ${called} was left out: its system is not named in small letters.`);
    return id && SYSTEM.test(system) ? [[system, id] as const] : [];
  });
  if (!email && !name && ids.length === 0) return undefined;
  return { ...(email && { email }), ...(name && { name }), ids: Object.fromEntries(ids) };
}

export const readTemplateObjects = ({ objects = [] }: Template, notes: Notes): Detection['objects'] =>
  objects.slice(0, MOST_ENTRIES).flatMap((object) => {
    const sent = typeof object === 'string' ? { name: object } : object;
    const name = showable(sent.name, LONGEST.name, 'object name', notes);
    const type = showable(sent.type, LONGEST.word, 'object type', notes);
    return name ? [{ ...(type && { type }), name }] : [];
  });

export const readTemplateCounts = ({ counts = [] }: Template, notes: Notes): Detection['counts'] =>
  counts.slice(0, MOST_ENTRIES).flatMap((sent) => {
    const what = showable(sent.what, LONGEST.word, 'counted thing', notes);
    const count = readCount(sent.count);
    const usual = readCount(sent.usual);
    if (!what) return [];
    if (count === undefined) notes.add(`The count of ${what} is not a number; it was left out.`);
    if (usual === undefined && sent.usual !== undefined)
      notes.add(`The usual count of ${what} is not a number; it was left out.`);
    return count === undefined ? [] : [{ what, count, ...(usual !== undefined && { usual }) }];
  });
