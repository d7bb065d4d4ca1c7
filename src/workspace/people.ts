import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { CordonError } from '../errors.ts';

/** Who Slack says somebody is, right now. Authority comes from cordon.yaml, never from here. */
export interface Standing {
  userId: string;
  name: string;
  teamId: string | undefined;
  deactivated: boolean;
  bot: boolean;
  guest: boolean;
  /** From another company, in a shared channel. */
  stranger: boolean;
}

export interface People {
  /** At most a minute old; `fresh` asks Slack again, as the moment of execution does. */
  standing(userId: string, options?: { fresh?: boolean }): Promise<Standing>;
}

const MAX_AGE_MS = 60_000;

const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);

const UserInfo = z
  .object({
    user: z.object({
      id: z.string(),
      team_id: z.string().nullish(),
      name: z.string().nullish(),
      real_name: z.string().nullish(),
      deleted: flag,
      is_bot: flag,
      is_restricted: flag,
      is_ultra_restricted: flag,
      is_stranger: flag,
    }),
  })
  .transform(
    ({ user }): Standing => ({
      userId: user.id,
      name: user.real_name ?? user.name ?? user.id,
      teamId: user.team_id ?? undefined,
      deactivated: user.deleted,
      bot: user.is_bot,
      guest: user.is_restricted || user.is_ultra_restricted,
      stranger: user.is_stranger,
    }),
  );

export function createPeople(client: WebClient, clock: Clock): People {
  const known = new Map<string, { standing: Standing; at: number }>();
  return {
    async standing(userId, options = {}) {
      const now = clock.now().getTime();
      const cached = known.get(userId);
      if (cached && !options.fresh && now - cached.at < MAX_AGE_MS) return cached.standing;
      const standing = await ask(client, userId);
      known.set(userId, { standing, at: now });
      return standing;
    },
  };
}

async function ask(client: WebClient, userId: string): Promise<Standing> {
  try {
    return UserInfo.parse(await client.users.info({ user: userId }));
  } catch (cause) {
    const message = 'Slack could not say who you are just now, so nothing was done. Please press again.';
    throw new CordonError('slack-unreachable', message, { retryable: true, cause });
  }
}
