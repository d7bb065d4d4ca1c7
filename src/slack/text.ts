/** Control, zero-width and direction characters (Unicode categories Cc and Cf): they hide or reorder what a person reads. */
const INVISIBLE = /[\p{Cc}\p{Cf}]+/gu;
const LINK = /\b(https?):\/\/(\S+)/giu;
const EMAIL = /([\p{L}\d._%+-]+)@([\p{L}\d-]+)\.([\p{L}\d.-]+)/gu;

/** Cuts on code points and says so. */
export function clip(text: string, max: number): string {
  const points = [...text];
  return points.length <= max
    ? text
    : `${points
        .slice(0, max - 1)
        .join('')
        .trimEnd()}…`;
}

/**
 * Text that somebody else wrote (a display name, an app's name, a rule's title), made harmless: nothing invisible, one line, no angle
 * brackets, links and addresses defanged, cut to length. Safe in plain_text and rich_text; for mrkdwn pass it through `escapeMrkdwn` as well.
 */
export function foreign(text: string, max = 150): string {
  const visible = text.replace(INVISIBLE, ' ').replace(/\s+/gu, ' ').replaceAll('<', '‹').replaceAll('>', '›').trim();
  const defanged = visible
    .replace(
      LINK,
      (_, scheme: string, rest: string) => `${scheme.replace(/tt/i, 'xx')}://${rest.replaceAll('.', '[.]')}`,
    )
    .replace(EMAIL, '$1[at]$2[.]$3');
  return clip(defanged, max);
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Slack's three entities, so that no mention or link can be written into a mrkdwn text; formatting marks lose their effect. */
export const escapeMrkdwn = (text: string): string =>
  text.replace(/[&<>]/g, (mark) => ENTITIES[mark] ?? mark).replace(/[*_~`]/g, (mark) => `\u2060${mark}\u2060`);

/** A moment in the reader's own time zone, with UTC for those who cannot see the markup. */
export function moment(iso: string, form: '{time}' | '{date_short_pretty} {time}' = '{time}'): string {
  const date = new Date(iso);
  return `<!date^${Math.floor(date.getTime() / 1000)}^${form}|${date.toISOString().slice(11, 16)} UTC>`;
}

/** "1 session", "3 sessions". */
export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`;
