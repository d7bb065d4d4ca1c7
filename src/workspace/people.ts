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

const UserInfo = z
  .object({
    user: z.object({
      id: z.string(),
      team_id: z.string().optional(),
      name: z.string().optional(),
      real_name: z.string().optional(),
      deleted: z.boolean().default(false),
      is_bot: z.boolean().default(false),
      is_restricted: z.boolean().default(false),
      is_ultra_restricted: z.boolean().default(false),
      is_stranger: z.boolean().default(false),
    }),
  })
  .transform(
    ({ user }): Standing => ({
      userId: user.id,
      name: user.real_name ?? user.name ?? user.id,
      teamId: user.team_id,
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
      const answer = await client.users.info({ user: userId }).catch((cause: unknown) => {
        throw new CordonError(
          'slack-unreachable',
          'Slack could not say who you are just now, so nothing was done. Please press again.',
          {
            retryable: true,
            cause,
          },
        );
      });
      const standing = UserInfo.parse(answer);
      known.set(userId, { standing, at: now });
      return standing;
    },
  };
}
