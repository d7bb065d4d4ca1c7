import type { Rules } from '../playbook.ts';

const AND = '+';

/**
 * The playbook of a case that several belong to: all of them, in order of precedence, without the one for what nobody knows once somebody
 * does. The same whatever came first. Undefined when none of them is known any more.
 */
export function combinePlaybooks(
  { playbooks }: Pick<Rules, 'playbooks'>,
  ids: readonly string[],
): { id: string; version: string } | undefined {
  const wanted = new Set(ids.flatMap((id) => id.split(AND)));
  const known = playbooks.filter(({ id }) => wanted.has(id));
  const fallback = playbooks.at(-1)?.id;
  const parts = known.length > 1 ? known.filter(({ id }) => id !== fallback) : known;
  if (parts.length === 0) return undefined;
  return { id: parts.map(({ id }) => id).join(AND), version: parts.map(({ version }) => version).join(AND) };
}
