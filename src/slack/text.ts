/** Control, zero-width and direction characters (Unicode categories Cc and Cf): they hide or reorder what a person reads. */
const INVISIBLE = /[\p{Cc}\p{Cf}]+/gu;

/** Cuts between code points and says so. Lengths are UTF-16 units: never more lenient than Slack, whichever way it counts. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  let kept = '';
  for (const point of text) {
    if (kept.length + point.length > max - 1) break;
    kept += point;
  }
  return `${kept.trimEnd()}…`;
}

/** Links that cannot be followed, addresses that cannot be written to. Word by word, so that no length of text makes it slow. */
const defang = (text: string): string =>
  text.replace(/\S+/gu, (word) => (word.includes('://') || word.includes('@') ? defangWord(word) : word));

function defangWord(word: string): string {
  const [name = '', ...rest] = word.replace(/tt(?=ps?:\/\/)/giu, 'xx').split('@');
  const dots = (part: string) => part.replace(/(?<!\[)\.|\.(?!\])/g, '[.]');
  return [word.includes('://') ? dots(name) : name, ...rest.map(dots)].join('[at]');
}

/**
 * Text that somebody else wrote (a display name, an app's name, a rule's title), made harmless: nothing invisible, one line, no angle
 * brackets, links and addresses defanged, cut to length. Safe in plain_text and rich_text; for mrkdwn pass it through `escapeMrkdwn` as well.
 */
export function foreign(text: string, max = 150): string {
  const visible = text.replace(INVISIBLE, ' ').replace(/\s+/gu, ' ').replaceAll('<', '‹').replaceAll('>', '›').trim();
  return clip(defang(visible.slice(0, max + 1)), max);
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Slack's three entities, so that no mention or link can be written into a mrkdwn text; formatting marks lose their effect. */
export const escapeMrkdwn = (text: string): string =>
  text.replace(/[&<>]/g, (mark) => ENTITIES[mark] ?? mark).replace(/[*_~`]/g, (mark) => `\u2060${mark}\u2060`);

const OURS = /(<@[UW][A-Z0-9]{4,}>|<!date\^\d+\^(?:\{date_short_pretty\} )?\{time\}\|\d\d:\d\d UTC>)/;

/** A sentence of ours that may quote somebody else's words, as mrkdwn: our mentions and moments work, nothing else in it does. */
export const quoting = (text: string): string =>
  text
    .split(OURS)
    .map((part, index) => (index % 2 === 1 ? part : escapeMrkdwn(defang(part.replace(INVISIBLE, ' ')))))
    .join('');

/** A moment in the reader's own time zone, with UTC for those who cannot see the markup. */
export function moment(iso: string, form: '{time}' | '{date_short_pretty} {time}' = '{time}'): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return escapeMrkdwn(foreign(iso, 40));
  return `<!date^${Math.floor(date.getTime() / 1000)}^${form}|${date.toISOString().slice(11, 16)} UTC>`;
}

const MOMENT = /\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z/g;

/** An escaped mrkdwn text in which every ISO 8601 moment in UTC is shown in the reader's own time zone. */
export const moments = (text: string): string =>
  text.replace(MOMENT, (iso) => moment(iso, '{date_short_pretty} {time}'));

/** "1 session", "3 sessions". */
export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`;
