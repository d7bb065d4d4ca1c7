export type Path = readonly (string | number)[];

/** One thing wrong with the configuration: where, and a sentence that says what to write instead. Never holds the value itself. */
export interface Problem {
  path: Path;
  what: string;
}

/** `roles.finance.people[0].slack` */
export function spell(path: Path): string {
  return path.reduce<string>((line, part) => {
    if (typeof part === 'number') return `${line}[${part}]`;
    return line === '' ? part : `${line}.${part}`;
  }, '');
}

/** True when `path` is `root` or lies below it. */
export const isWithin = (path: Path, root: Path): boolean => root.every((part, index) => path[index] === part);
