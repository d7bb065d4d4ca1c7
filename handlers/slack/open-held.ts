import { z } from 'zod';
import { InvalidInput } from '#src/errors.ts';
import { loadStorm } from '#src/noise/load-storm.ts';
import { authorise } from '#src/response/authority.ts';
import { ACTIONS } from '#src/slack/action-ids.ts';
import { heldModal } from '#src/slack/noise-modals.ts';
import { slackButton } from './click.ts';

/** "Take a held case…", on a storm's summary. */
export const openHeldButton = slackButton(ACTIONS.openHeld, async ({ ctx, user, value, openModal }) => {
  await authorise(ctx, { slackUser: user, role: 'security', concerned: [] });
  const storm = z.uuid().safeParse(value).success ? await loadStorm(ctx, value) : undefined;
  if (!storm) throw new InvalidInput('unknown-button', 'This button is not one of ours. Open the case from App Home.');
  await openModal(heldModal(storm));
});
