import { z } from 'zod';
import { defineQuery } from '../../define.ts';
import type { SalesforceClient } from '../client.ts';
import { AboutPerson } from '../person.ts';
import { readSessions } from '../sessions.ts';
import { resolveUser } from '../users.ts';
import { mayBeHidden, seesOthers, sessionRows } from '../visibility.ts';
import { counted, listed } from '../words.ts';

export const sessions = defineQuery({
  id: 'salesforce.sessions',
  question: 'Which Salesforce sessions of this person are alive now?',
  input: AboutPerson,
  data: z.object({
    sessions: z.array(
      z.object({
        type: z.string(),
        created: z.string(),
        lastUsed: z.string(),
        address: z.string(),
        level: z.string().nullable(),
      }),
    ),
    count: z.number(),
  }),
  async run(client: SalesforceClient, { person }, call) {
    const { id, name } = await resolveUser(client, person, call);
    const live = await readSessions(client, id, call);
    const addresses = [...new Set(live.map(({ address }) => address))];
    const hidden = live.length === 0 && !(await seesOthers(client, sessionRows, call));
    return {
      summary:
        live.length === 0
          ? `${name} has no live Salesforce session, as far as Cordon can see.`
          : `${name} has ${counted(live.length, 'live Salesforce session')}, from ${listed(addresses)}.`,
      data: {
        sessions: live.map(({ type, created, lastUsed, address, level }) => ({
          type,
          created,
          lastUsed,
          address,
          level,
        })),
        count: live.length,
      },
      events: live.map(({ created, type, address }) => ({
        when: created,
        what: `Salesforce session (${type}) opened, still alive`,
        where: address,
      })),
      lookedAt: [{ source: 'AuthSession', rows: live.length }],
      notVisible: hidden ? [mayBeHidden(sessionRows)] : [],
    };
  },
});
