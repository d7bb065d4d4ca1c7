import { identityKeys } from '../correlation/identity-keys.ts';
import type { Detection } from '../detections/detection.ts';
import { ruleWords, type SnoozeScope } from './fits-snooze.ts';

export type SnoozePart = 'rule' | 'person' | 'app';

/** One thing of a detection that can be snoozed. */
export interface SnoozeChoice {
  /** `rule+person` */
  id: string;
  scope: SnoozeScope;
  /** "AN1520 from siem about Mara Ito" */
  about: string;
}

/** The narrowest first. */
const OFFERED: readonly (readonly SnoozePart[])[] = [
  ['rule', 'person'],
  ['rule', 'app'],
  ['rule'],
  ['person'],
  ['app'],
];

/** What of a detection can be snoozed; nothing where it names neither a rule nor anybody. */
export function snoozeChoices(detection: Detection): SnoozeChoice[] {
  const { source, rule, subject, integration } = detection;
  const keys = identityKeys(detection);
  const keyOf = (kind: 'person' | 'app') => keys.find((one) => one.kind === kind)?.key;
  const [ruleWord] = ruleWords(detection);
  const person = keyOf('person');
  const app = keyOf('app');
  const words = {
    rule: ruleWord && { value: ruleWord, said: rule.name ?? rule.uid ?? rule.analytics[0] ?? ruleWord },
    person: person && { value: person, said: subject?.name ?? sayPerson(person) },
    app: app && { value: app, said: integration?.name ?? integration?.id ?? app },
  };
  return OFFERED.flatMap((parts) => {
    if (parts.some((part) => !words[part])) return [];
    const of = (part: SnoozePart) => (parts.includes(part) ? words[part] || undefined : undefined);
    const scope = {
      source,
      rule: of('rule')?.value ?? null,
      person: of('person')?.value ?? null,
      app: of('app')?.value ?? null,
    };
    const said = { source, rule: of('rule')?.said, person: of('person')?.said, app: of('app')?.said };
    return [{ id: parts.join('+'), scope, about: sayScope(said) }];
  });
}

/** "AN1520 from siem about Mara Ito, by My Ticket Portal" */
export function sayScope({
  source,
  rule,
  person,
  app,
}: { [Part in SnoozePart]?: string | undefined } & { source: string }): string {
  const what = rule ? `${rule} from ${source}` : `what ${source} sends`;
  return [what, person && ` about ${person}`, app && ` by ${app}`].filter(Boolean).join('');
}

/** "mara.ito" of email:mara.ito@corp.example; ids stay as they are. */
export const sayPerson = (key: string): string =>
  key.startsWith('email:') ? (key.slice('email:'.length).split('@')[0] ?? key) : key.replace(':', ' ');
