import { isIP } from 'node:net';
import { z } from 'zod';
import type { TimelineEvent } from '../../contract.ts';
import { defineQuery } from '../../define.ts';
import type { SalesforceClient } from '../client.ts';
import { AboutPersonAndTime, dayOf, daysBefore, HISTORY_DAYS } from '../person.ts';
import { type Login, LoginRow } from '../schema.ts';
import { soql } from '../soql.ts';
import { resolveUser } from '../users.ts';
import { counted, listed } from '../words.ts';

export const signIns = defineQuery({
  id: 'salesforce.sign-ins',
  question: 'Who signed in to Salesforce, and from where?',
  input: AboutPersonAndTime,
  data: z.object({
    signIns: z.array(
      z.object({
        when: z.string(),
        address: z.string(),
        country: z.string().nullable(),
        type: z.string(),
        application: z.string().nullable(),
        succeeded: z.boolean(),
      }),
    ),
    /** Addresses of successful sign-ins that had none in the 90 days before. */
    newAddresses: z.array(z.string()),
    /** Days (UTC) with a successful sign-in in the 90 days before the window. */
    activeDays: z.number(),
  }),
  async run(client: SalesforceClient, { person, since, until }, call) {
    const { id, name } = await resolveUser(client, person, call);
    const from = daysBefore(since, HISTORY_DAYS);
    const { rows, cut } = await client.query(
      soql`
        SELECT LoginTime, SourceIp, CountryIso, LoginType, Application, Status FROM LoginHistory
        WHERE UserId = ${id} AND LoginTime >= ${from} AND LoginTime <= ${new Date(until)} ORDER BY LoginTime DESC`,
      LoginRow,
      call,
    );
    const begins = new Date(since).toISOString();
    const inWindow = rows.filter(({ when }) => when >= begins).toReversed();
    const before = rows.filter(({ when, succeeded }) => succeeded && when < begins);
    const newAddresses = newAmong(inWindow, before);
    const days = before.map(({ when }) => dayOf(when)).filter((day) => day < dayOf(begins));
    const data = { signIns: inWindow, newAddresses, activeDays: new Set(days).size };
    const reached = cut ? (rows.at(-1)?.when ?? begins) : from.toISOString();
    return {
      summary: summarise(name, data),
      data,
      events: inWindow.map(eventOf),
      lookedAt: [{ source: 'LoginHistory', from: reached, to: new Date(until).toISOString(), rows: rows.length }],
      notVisible: cut
        ? [`Sign-ins before ${dayOf(reached)}: only the newest ${counted(rows.length, 'row')} were read.`]
        : [],
    };
  },
});

function newAmong(inWindow: readonly Login[], before: readonly Login[]): string[] {
  const known = new Set(before.map(({ address }) => address));
  // Salesforce's own services show as "Salesforce.com IP".
  const fresh = inWindow.filter(({ address, succeeded }) => succeeded && isIP(address) !== 0 && !known.has(address));
  return [...new Set(fresh.map(({ address }) => address))];
}

interface Seen {
  signIns: readonly Login[];
  newAddresses: readonly string[];
  activeDays: number;
}

function summarise(name: string, { signIns, newAddresses, activeDays }: Seen): string {
  const usual = `${counted(activeDays, 'active day')} known from the 90 days before`;
  if (signIns.length === 0) return `${name} did not sign in to Salesforce in this time; ${usual}.`;
  const failed = signIns.filter(({ succeeded }) => !succeeded).length;
  const addresses = new Set(signIns.map(({ address }) => address)).size;
  const attempts = `${name} signed in ${counted(signIns.length - failed, 'time')}${failed > 0 ? ` and failed ${counted(failed, 'time')}` : ''}`;
  const placed = newAddresses.map((address) => {
    const country = signIns.find((login) => login.address === address)?.country;
    return country ? `${address} (${country})` : address;
  });
  const news = placed.length === 0 ? 'none of them new' : `never seen before: ${listed(placed)}`;
  return `${attempts}, from ${counted(addresses, 'address', 'addresses')}, ${news}; ${usual}.`;
}

const eventOf = ({ when, address, country, type, application, succeeded }: Login): TimelineEvent => ({
  when,
  what: `${succeeded ? 'Signed in to' : 'Failed to sign in to'} Salesforce (${application ?? type})`,
  where: country ? `${address}, ${country}` : address,
});
