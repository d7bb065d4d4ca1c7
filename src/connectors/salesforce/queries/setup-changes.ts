import { z } from 'zod';
import { defineQuery } from '../../define.ts';
import type { SalesforceClient } from '../client.ts';
import { AboutPersonAndTime, sameId } from '../person.ts';
import { SetupChangeRow, type User } from '../schema.ts';
import { soql } from '../soql.ts';
import { resolveUser } from '../users.ts';
import { counted } from '../words.ts';

export const setupChanges = defineQuery({
  id: 'salesforce.setup-changes',
  question: 'Which settings and permissions were changed by this person, or for them?',
  input: AboutPersonAndTime,
  data: z.object({
    changes: z.array(
      z.object({
        when: z.string(),
        action: z.string(),
        display: z.string(),
        /** The administrator who acted under this person's name. */
        delegate: z.string().nullable(),
        by: z.string(),
      }),
    ),
  }),
  async run(client: SalesforceClient, { person, since, until }, call) {
    const user = await resolveUser(client, person, call);
    const [from, to] = [new Date(since), new Date(until)];
    const { rows, cut } = await client.query(
      soql`
        SELECT CreatedDate, CreatedById, CreatedBy.Name, Action, Display, DelegateUser FROM SetupAuditTrail
        WHERE CreatedDate >= ${from} AND CreatedDate <= ${to} ORDER BY CreatedDate DESC`,
      SetupChangeRow,
      call,
    );
    const changes = rows
      .filter(({ byId, display }) => sameId(byId, user.id) || mentions(display, user))
      .map(({ when, action, display, delegate, by }) => ({ when, action, display, delegate, by }))
      .toReversed();
    const own = rows.filter(({ byId }) => sameId(byId, user.id)).length;
    return {
      summary:
        changes.length === 0
          ? `No setup change by ${user.name} or naming them in this time.`
          : `${counted(own, 'setup change')} by ${user.name}, ${(changes.length - own).toLocaleString('en-US')} by others naming them.`,
      data: { changes },
      events: changes.map(({ when, display, delegate, by }) => ({
        when,
        what: `${by}${delegate === null ? '' : ` (really ${delegate})`} in Setup: ${display}`,
      })),
      lookedAt: [{ source: 'SetupAuditTrail', from: from.toISOString(), to: to.toISOString(), rows: rows.length }],
      notVisible: cut
        ? [`Changes before ${rows.at(-1)?.when}: only the newest ${counted(rows.length, 'row')} were read.`]
        : [],
    };
  },
});

const mentions = (display: string, { id, username, name }: User): boolean =>
  [id.slice(0, 15), username, name].some((known) => display.includes(known));
