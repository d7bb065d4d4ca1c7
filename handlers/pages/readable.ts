import type { Context } from '#src/context.ts';
import { personBySlack } from '#src/step-up/person.ts';

/** "Nov 22, 2026, 10:20 (Europe/Amsterdam)": a page does not know its reader's zone, so it names the company's. */
export function moment({ config }: Pick<Context, 'config'>, date: Date): string {
  const { locale, timezone } = config;
  const words = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: timezone });
  return `${words.format(date)} (${timezone})`;
}

const ISO = /\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z/g;

/** A sentence made for Slack, for a page: moments and people in words. */
export const readable = (ctx: Pick<Context, 'config'>, sentence: string): string =>
  sentence
    .replaceAll(/<!date\^(\d+)\^[^>]*>/g, (_, seconds: string) => moment(ctx, new Date(Number(seconds) * 1000)))
    .replaceAll(ISO, (iso) => moment(ctx, new Date(iso)))
    .replaceAll(/<@([UW][A-Z0-9]+)>/g, (_, user: string) => personBySlack(ctx, user)?.name ?? user);
